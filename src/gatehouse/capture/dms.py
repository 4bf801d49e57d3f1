"""Folders that AWS DMS writes: `<root>/<table>/LOAD*.parquet` and `YYYYMMDD-HHMMSSmmm.parquet`."""

import math
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gatehouse.capture.event import ChangeFile

_CHANGE_FILE = re.compile(r"(LOAD[\w-]*|\d{8}-\d{9})\.parquet")
_TEMPORARY = re.compile(r"[._].*|.*(\.tmp|\.part|\.crdownload|~)")
_HEARTBEAT = "_heartbeat"
# A folder touched this recently may still change within one tick of the file system's clock.
_SETTLE_NS = 2_000_000_000
# Files known by name and inode are looked at again this often, since one can be rewritten in place.
_THOROUGH_EVERY = 60.0  # seconds

# Inode, size and time of change (ns).
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """What one look at a folder found: change files, and files with names nobody knows."""

    files: tuple[ChangeFile, ...]
    ignored: tuple[ChangeFile, ...]


@dataclass
class DmsFolder:
    """One source's folder; each look gives the files that are new or rewritten since the last.

    It may hold hundreds of thousands of files: a folder that did not change is not listed, and of
    one that did, only files with a new name or inode are looked at, and all of them once a minute.
    """

    source: str
    root: Path
    _quiet: dict[str, int] = field(default_factory=dict, repr=False)
    _seen: dict[str, dict[str, _Stamp]] = field(default_factory=dict, repr=False)
    _thorough: float = field(default=-math.inf, repr=False)

    def look(self) -> Listing:
        """Find what is new or rewritten; a missing root is an `OSError` to wait out."""
        files: list[ChangeFile] = []
        ignored: list[ChangeFile] = []
        with os.scandir(self.root) as folders:
            tables = sorted(
                (entry for entry in folders if entry.is_dir() and not _temporary(entry.name)),
                key=lambda entry: entry.name,
            )
        thorough = time.monotonic() - self._thorough > _THOROUGH_EVERY
        for table in tables:
            if self._unchanged(table) and not thorough:
                continue
            for file in self._new(table, thorough):
                known = _CHANGE_FILE.fullmatch(file.name)
                (files if known else ignored).append(file)
        if thorough:
            self._thorough = time.monotonic()
        files.sort(key=lambda file: (file.table, not file.name.startswith("LOAD"), file.name))
        return Listing(tuple(files), tuple(ignored))

    def again(self, file: ChangeFile) -> None:
        """Find this file at the next look too, as one that has to be tried again."""
        folder = file.path.parent.name
        self._quiet.pop(folder, None)
        self._seen.get(folder, {}).pop(file.name, None)

    def forget(self) -> None:
        """Find every file at the next look."""
        self._quiet.clear()
        self._seen.clear()

    def heartbeat(self) -> datetime | None:
        """When the source last said it was alive (UTC), from `<root>/_heartbeat`, if it does.

        The file holds one ISO date and time; without an offset it is UTC.
        """
        try:
            said = datetime.fromisoformat((self.root / _HEARTBEAT).read_text("utf-8").strip())
        except (OSError, ValueError):
            return None
        return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)

    def _new(self, table: os.DirEntry[str], thorough: bool) -> Iterator[ChangeFile]:
        before = self._seen.get(table.name, {})
        # A thorough look also lets go of files that are there no more.
        seen = self._seen[table.name] = {} if thorough else before
        with os.scandir(table.path) as entries:
            for entry in entries:
                held = before.get(entry.name)
                if held and not thorough and held[0] == entry.inode():
                    continue
                if _temporary(entry.name) or not entry.is_file():
                    continue
                try:
                    found = entry.stat()
                except FileNotFoundError:
                    continue  # renamed or archived between the listing and the look
                stamp = (entry.inode(), found.st_size, found.st_mtime_ns)
                seen[entry.name] = stamp
                if stamp != held:
                    yield ChangeFile(
                        source=self.source,
                        table=table.name.lower(),
                        name=entry.name,
                        path=Path(entry.path),
                        size=found.st_size,
                        modified_ns=found.st_mtime_ns,
                    )

    def _unchanged(self, table: os.DirEntry[str]) -> bool:
        modified = os.stat(table.path).st_mtime_ns  # noqa: PTH116 - hot: one call per table
        if self._quiet.get(table.name) == modified:
            return True
        if time.time_ns() - modified > _SETTLE_NS:
            self._quiet[table.name] = modified
        else:
            self._quiet.pop(table.name, None)
        return False


def _temporary(name: str) -> bool:
    return _TEMPORARY.fullmatch(name) is not None
