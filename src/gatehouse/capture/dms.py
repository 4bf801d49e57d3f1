"""Folders that AWS DMS writes: `<root>/<table>/LOAD*.parquet` and `YYYYMMDD-HHMMSSmmm.parquet`."""

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


@dataclass(frozen=True, slots=True)
class Listing:
    """What one look at a folder found: change files, and files with names nobody knows."""

    files: tuple[ChangeFile, ...]
    ignored: tuple[ChangeFile, ...]


@dataclass
class DmsFolder:
    """One source's folder. Folders that did not change since the last look are not listed again."""

    source: str
    root: Path
    _quiet: dict[str, int] = field(default_factory=dict, repr=False)

    def look(self) -> Listing:
        """List files in folders that changed; a missing root is an `OSError` to wait out."""
        files: list[ChangeFile] = []
        ignored: list[ChangeFile] = []
        with os.scandir(self.root) as folders:
            tables = sorted(
                (entry for entry in folders if entry.is_dir() and not _temporary(entry.name)),
                key=lambda entry: entry.name,
            )
        for table in tables:
            if self._unchanged(table):
                continue
            for file in _files(self.source, table):
                known = _CHANGE_FILE.fullmatch(file.name)
                (files if known else ignored).append(file)
        files.sort(key=lambda file: (file.table, not file.name.startswith("LOAD"), file.name))
        return Listing(tuple(files), tuple(ignored))

    def forget(self) -> None:
        """List every folder at the next look, as after a file that has to be tried again."""
        self._quiet.clear()

    def heartbeat(self) -> datetime | None:
        """When the source last said it was alive (UTC), from `<root>/_heartbeat`, if it does.

        The file holds one ISO date and time; without an offset it is UTC.
        """
        try:
            said = datetime.fromisoformat((self.root / _HEARTBEAT).read_text("utf-8").strip())
        except (OSError, ValueError):
            return None
        return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)

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


def _files(source: str, table: os.DirEntry[str]) -> Iterator[ChangeFile]:
    with os.scandir(table.path) as entries:
        for entry in entries:
            if _temporary(entry.name) or not entry.is_file():
                continue
            try:
                seen = entry.stat()
            except FileNotFoundError:
                continue  # renamed or archived between the listing and the look
            yield ChangeFile(
                source=source,
                table=table.name.lower(),
                name=entry.name,
                path=Path(entry.path),
                size=seen.st_size,
                modified_ns=seen.st_mtime_ns,
            )
