"""Rows and files that could not be applied: what, where, why, and what to do.

The raw file stays where it was, so that a replay reads the row again; the copy kept here has
its sensitive values masked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from gatehouse.contracts import TableName
from gatehouse.lake.delta import DeltaStore, DeltaView
from gatehouse.lake.layout import Layout
from gatehouse.lake.ledger import Entry, LedgerView

_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("table", pa.string()),
        ("file", pa.string()),
        ("checksum", pa.string()),
        ("row", pa.int64()),
        ("code", pa.string()),
        ("reason", pa.string()),
        ("contract_version", pa.int64()),
        ("at", pa.timestamp("us")),
        ("content", pa.string()),
        ("_position", pa.int64()),
    ]
)
_FIELDS = [field.name for field in _SCHEMA][:-1]
_Name = tuple[str, str, str]
_IDENTITY = ("source", "table", "file", "checksum", "row", "code")


@dataclass(frozen=True, slots=True)
class Fault:
    """One quarantined row, or a whole file when `row` is None; rows count from 0, times are UTC."""

    source: str
    table: str
    file: str
    checksum: str
    row: int | None
    code: str
    reason: str
    contract_version: int | None
    at: datetime
    content: str | None = None

    @property
    def name(self) -> TableName:
        """The table the row was for."""
        return TableName(self.source, self.table)


@dataclass(frozen=True, slots=True)
class Cause:
    """Faults of one table that have one cause: how many, and the latest as an example."""

    table: TableName
    code: str
    count: int
    example: Fault


class QuarantineWriter:
    """Appends faults; writing one twice after a crash does no harm."""

    def __init__(self, layout: Layout) -> None:
        self.store = DeltaStore(layout.quarantine, _SCHEMA)

    def write(self, faults: Iterable[Fault]) -> None:
        """Append faults in one transaction; nothing when there are none."""
        number = self.store.position + 1
        rows = [
            {**{f: getattr(fault, f) for f in _FIELDS}, "_position": number} for fault in faults
        ]
        if rows:
            self.store.append_rows(pa.Table.from_pylist(rows, _SCHEMA), number)


class Quarantine:
    """What is in quarantine, for people.

    A fault is open until its file is delivered again and applied: with other content for a row,
    since the same content has the same fault; with any content for a whole file, which may also
    have become fit because its contract changed.
    """

    def __init__(self, lake: Path) -> None:
        layout = Layout(lake)
        self._view = DeltaView(layout.quarantine)
        self._ledger = LedgerView(layout)
        self._read = 0
        self._all: dict[tuple[Any, ...], Fault] = {}
        self._open: list[Fault] = []
        self._again: defaultdict[_Name, list[Entry]] = defaultdict(list)

    def rows(self, table: TableName | None = None, *, history: bool = False) -> list[Fault]:
        """Open faults, latest first, or those of one table; with `history` the mended ones too."""
        self._look()
        faults = self._all.values() if history else self._open
        return [fault for fault in faults if table in {None, fault.name}][::-1]

    def causes(self, *, history: bool = False) -> list[Cause]:
        """Open faults by table and cause, most frequent first; with `history` the mended too."""
        rows = self.rows(history=history)
        count = Counter((fault.name, fault.code) for fault in rows)
        example = {(fault.name, fault.code): fault for fault in reversed(rows)}
        return [Cause(*key, total, example[key]) for key, total in count.most_common()]

    def tables(self) -> tuple[str, ...]:
        """Tables that lack a change because of an open fault, such as `nomis.offenders`."""
        self._look()
        return tuple(sorted({str(fault.name) for fault in self._open}))

    def _look(self) -> None:
        """Take in what is new; cheap when nothing is."""
        self._view.refresh()
        if self._view.position == self._read and not self._open:
            return
        # In this order, a file applied again by now has its fault known by now.
        self._ledger.refresh()
        self._view.refresh()
        news = self._view.rows(_SCHEMA, self._read).to_pylist()
        for row in news:
            identity = tuple(row[f] for f in _IDENTITY)
            self._all.pop(identity, None)  # the latest is last
            self._all[identity] = Fault(**{f: row[f] for f in _FIELDS})
        self._read = self._view.position
        entries = self._ledger.taken({fault.file for fault in self._all.values()})
        for entry in entries:
            self._again[entry.name].append(entry)
        if news or entries:
            self._open = [fault for fault in self._all.values() if not self._mended(fault)]

    def _mended(self, fault: Fault) -> bool:
        return any(
            entry.at > fault.at and (fault.row is None or entry.checksum != fault.checksum)
            for entry in self._again[fault.source, fault.table, fault.file]
        )


def quarantine(lake: Path) -> Quarantine:
    """The quarantine of a lake, which need not have one yet."""
    return Quarantine(lake)
