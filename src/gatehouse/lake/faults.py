"""Faults of data: a row or a file that could not be applied, and how a fault was closed.

Both are kept for good, in small tables of the platform's own. Faults are written by the capture
process alone, closings also by a person's command; a lock has them wait for each other.
"""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pyarrow as pa

from gatehouse.contracts import TableName
from gatehouse.lake.delta import DeltaStore
from gatehouse.lake.layout import Layout
from gatehouse.lake.upkeep import KEEP, MANY_FILES

FAULTS = pa.schema(
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
        ("key", pa.string()),
        ("sequence", pa.string()),
        ("timestamp", pa.timestamp("us")),
        ("_position", pa.int64()),
    ]
)
CLOSINGS = pa.schema(
    [
        ("fault", pa.string()),
        ("how", pa.string()),
        ("reason", pa.string()),
        ("by", pa.string()),
        ("at", pa.timestamp("us")),
        ("_position", pa.int64()),
    ]
)
CAPTURE = "capture"
"""Who closes a fault when no person did."""


class Closed(StrEnum):
    """How a fault was closed."""

    DELIVERED_AGAIN = "delivered again"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a fault, how, when (UTC) and why; `fault` is the fault's id."""

    fault: str
    how: Closed
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """One quarantined row, or a whole file when `row` is None; rows count from 0, times are UTC.

    `key` is a digest of the row's key, None when it has none that can be read; `sequence` and
    `timestamp` are its place in the total order, None where that cannot be read.
    """

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
    key: str | None = None
    sequence: str | None = None
    timestamp: datetime | None = None

    @property
    def name(self) -> TableName:
        """The table the row was for."""
        return TableName(self.source, self.table)

    @property
    def id(self) -> str:
        """What a person names the fault by: its file as delivered, and the row.

        It is the same when a crash has it written twice.
        """
        parts = (self.source, self.table, self.file, self.checksum)
        delivery = hashlib.sha256("/".join(parts).encode()).hexdigest()[:12]
        return delivery if self.row is None else f"{delivery}-{self.row}"


class FaultWriter:
    """Appends faults; writing one twice after a crash does no harm."""

    def __init__(self, layout: Layout) -> None:
        self.store = DeltaStore(layout.quarantine, FAULTS)

    def write(self, faults: Iterable[Fault]) -> None:
        """Append faults in one transaction; nothing when there are none."""
        _append(self.store, faults)


class ClosingWriter:
    """Appends closings, from whichever process; closing a fault twice does no harm."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def write(self, closings: Iterable[Closing]) -> None:
        """Append closings in one transaction; nothing when there are none."""
        closings = list(closings)
        if closings:
            with self._alone() as store:
                _append(store, closings)
                if len(store.files()) >= MANY_FILES:
                    store.compact(KEEP)

    @contextmanager
    def _alone(self) -> Iterator[DeltaStore]:
        """The table as it is now, for one process at a time."""
        self._layout.root.mkdir(parents=True, exist_ok=True)
        with self._layout.closing_lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield DeltaStore(self._layout.closings, CLOSINGS)


def _append(store: DeltaStore, things: Iterable[Fault] | Iterable[Closing]) -> None:
    number = store.position + 1
    fields = store.schema.names[:-1]
    rows = [
        {**{field: getattr(thing, field) for field in fields}, "_position": number}
        for thing in things
    ]
    if rows:
        store.append_rows(pa.Table.from_pylist(rows, store.schema), number)
