"""One writer per lake: a lock on a file, which the system releases when its holder dies."""

import fcntl
import os
from pathlib import Path


class LakeBusyError(RuntimeError):
    """Another process is already capturing into this lake."""


class Lease:
    """Held from construction until `release` or the death of the process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise LakeBusyError(
                f"{path.parent} is being written by process {holder}; a lake has one capture "
                "process. Stop that one first, or give this one another lake."
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let another process capture."""
        self._file.close()
