"""Rows and files that could not be applied: what, where, why, and what to do.

The raw file stays where it was, so that a replay reads the row again; the copy kept here has
its sensitive values masked.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from gatehouse.contracts import TableName
from gatehouse.lake.delta import DeltaStore, DeltaView
from gatehouse.lake.layout import Layout

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
    """What is in quarantine, for people."""

    def __init__(self, lake: Path) -> None:
        self._view = DeltaView(Layout(lake).quarantine)

    def rows(self, table: TableName | None = None) -> list[Fault]:
        """Every fault, latest first, or those of one table."""
        self._view.refresh()
        found: dict[tuple[Any, ...], Fault] = {}
        for row in self._view.rows(_SCHEMA).to_pylist():
            found[tuple(row[f] for f in _IDENTITY)] = Fault(**{f: row[f] for f in _FIELDS})
        faults = [fault for fault in found.values() if table in {None, fault.name}]
        return faults[::-1]

    def causes(self) -> list[Cause]:
        """Faults grouped by table and cause, most frequent first."""
        rows = self.rows()
        count = Counter((fault.name, fault.code) for fault in rows)
        example = {(fault.name, fault.code): fault for fault in reversed(rows)}
        return [Cause(*key, total, example[key]) for key, total in count.most_common()]


def quarantine(lake: Path) -> Quarantine:
    """The quarantine of a lake, which need not have one yet."""
    return Quarantine(lake)
