"""Several processes that stand or fall together, as the demonstration runs them."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_GRACE_SECONDS = 10.0


class ProcessDiedError(RuntimeError):
    """A process of the group ended by itself; the message says which and where its log is."""


@dataclass
class Group:
    """Processes started from one command line each; each writes a log of its own."""

    logs: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start `gatehouse ARGUMENTS`, its output in `<logs>/<name>.log`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("wb") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "gatehouse", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches the parent alone, which then ends the others in order.
                start_new_session=True,
            )

    def finish(self, name: str) -> None:
        """Wait for a process that ends by itself; `ProcessDiedError` when it failed."""
        if self._running[name].wait() != 0:
            self.check()
        del self._running[name]

    def check(self) -> None:
        """Raise `ProcessDiedError` when one has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise ProcessDiedError(
                    f"{name} ended with exit code {process.returncode}. Its log is {log}; "
                    f"it ends: {last[-1] if last else '(nothing)'}"
                )

    def wait(self) -> None:
        """Stay until a process dies or the user asks to stop."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """End every process, last started first: politely, then not."""
        for process in reversed(self._running.values()):
            process.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def processes(logs: Path) -> Iterator[Group]:
    """A group that is ended however the block is left: by error, Ctrl-C or a plain kill."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    group = Group(logs)
    try:
        yield group
    finally:
        group.stop()
        signal.signal(signal.SIGTERM, before)
