"""The ledger: every file ever seen, and what became of it. No file is read before it is here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gatehouse.lake.delta import DeltaStore, DeltaView
from gatehouse.lake.layout import Layout


class State(StrEnum):
    """What became of a file; the last entry of a file counts."""

    SEEN = "seen"
    APPLIED = "applied"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"
    WAITING = "waiting"
    IGNORED = "ignored"

    @property
    def settled(self) -> bool:
        """Whether the file needs no more work unless it is rewritten."""
        return self not in {State.SEEN, State.WAITING}


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger row. `position` is the position a file was planned for (0 when none)."""

    source: str
    table: str
    file: str
    checksum: str
    size: int
    modified_ns: int
    state: State
    rows: int
    position: int
    first_seen: datetime
    at: datetime
    reason: str = ""

    @property
    def name(self) -> tuple[str, str, str]:
        """What identifies a file in its folder."""
        return self.source, self.table, self.file


_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("table", pa.string()),
        ("file", pa.string()),
        ("checksum", pa.string()),
        ("size", pa.int64()),
        ("modified_ns", pa.int64()),
        ("state", pa.string()),
        ("rows", pa.int64()),
        ("position", pa.int64()),
        ("first_seen", pa.timestamp("us")),
        ("at", pa.timestamp("us")),
        ("reason", pa.string()),
        ("_position", pa.int64()),
    ]
)
_FIELDS = [field.name for field in _SCHEMA][:-1]
_TAKEN = [State.APPLIED.value, State.DUPLICATE.value]


class Ledger:
    """The ledger as its one writer holds it: on disk, and the last entry of each file at hand."""

    def __init__(self, layout: Layout) -> None:
        self.store = DeltaStore(layout.ledger, _SCHEMA)
        self._last: dict[tuple[str, str, str], Entry] = {}
        self._applied: set[tuple[str, str, str]] = set()
        for row in self.store.rows().to_pylist():
            self._remember(_entry(row))

    def last(self, name: tuple[str, str, str]) -> Entry | None:
        """The last entry of a file, by source, table and file name."""
        return self._last.get(name)

    def has_content(self, source: str, table: str, checksum: str) -> bool:
        """Whether a file of this content has been applied to this table before.

        One that was set aside is looked at again: its contract may have changed since.
        """
        return (source, table, checksum) in self._applied

    def planned(self) -> list[Entry]:
        """Files planned for a position whose outcome was not written down."""
        return [entry for entry in self._last.values() if entry.state is State.SEEN]

    def entries(self) -> list[Entry]:
        """The last entry of every file."""
        return list(self._last.values())

    def write(self, entries: Iterable[Entry]) -> None:
        """Append entries in one transaction; nothing when there are none."""
        kept = [self._keep_first_seen(entry) for entry in entries]
        if not kept:
            return
        number = self.store.position + 1
        rows = [{**_row(entry), "_position": number} for entry in kept]
        self.store.append_rows(pa.Table.from_pylist(rows, _SCHEMA), number)
        for entry in kept:
            self._remember(entry)

    def _keep_first_seen(self, entry: Entry) -> Entry:
        before = self._last.get(entry.name)
        return replace(entry, first_seen=before.first_seen) if before else entry

    def _remember(self, entry: Entry) -> None:
        self._last[entry.name] = entry
        if entry.state is State.APPLIED and entry.checksum:
            self._applied.add((entry.source, entry.table, entry.checksum))


class LedgerView:
    """The ledger as a follower reads it: files whose rows are in the log, as they come."""

    def __init__(self, layout: Layout) -> None:
        self._view = DeltaView(layout.ledger)
        self._read = 0

    def refresh(self) -> None:
        """Catch up with the writer."""
        self._view.refresh()

    @property
    def has_news(self) -> bool:
        """Whether the writer has added entries since the last call of `taken`."""
        return self._view.position != self._read

    def taken(self, files: Collection[str]) -> list[Entry]:
        """Entries new since the last call that say a file of these names is in the log."""
        if not self.has_news:
            return []
        rows = self._view.rows(_SCHEMA, self._read)
        self._read = self._view.position
        wanted = pc.field("state").isin(_TAKEN) & pc.field("file").isin(list(files))
        return [_entry(row) for row in rows.filter(wanted).to_pylist()]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**{f: row[f] for f in _FIELDS}, "state": State(row["state"])})


def _row(entry: Entry) -> dict[str, Any]:
    return {field: getattr(entry, field) for field in _FIELDS}
