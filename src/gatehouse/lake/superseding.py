"""Closing the fault of a row when a later whole event of its key has been applied.

Later is meant by the total order of events, whichever came first. What the row would have said is
then of no more use, and the table lacks nothing because of it.

A closing is written after the position that brought the event, so a crash in between can only
leave a fault open. For that, a fault which this process has not looked at yet is looked for in the
whole log; one that it has, in what each position adds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from gatehouse.capture import key_digest
from gatehouse.contracts import Catalogue, Contract, TableName
from gatehouse.engines.sql import Sql, compose, name
from gatehouse.lake.delta import DataFile, DeltaStore
from gatehouse.lake.faults import CAPTURE, Closed, Closing, ClosingWriter, Fault
from gatehouse.lake.layout import Layout
from gatehouse.lake.quarantine import Quarantine

_WAITING = pa.schema(
    [
        ("id", pa.string()),
        ("key", pa.string()),
        ("sequence", pa.string()),
        ("timestamp", pa.timestamp("us")),
        ("file", pa.string()),
        ("row", pa.int64()),
    ]
)


class Superseding:
    """Keeps the quarantine of a lake in step with its change log."""

    def __init__(
        self, layout: Layout, catalogue: Catalogue, engine: duckdb.DuckDBPyConnection
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._quarantine = Quarantine(layout.root)
        self._closings = ClosingWriter(layout)
        self._looked: set[str] = set()

    def look(
        self,
        added: Mapping[TableName, Sequence[DataFile]],
        log: Callable[[TableName], DeltaStore],
        now: datetime,
    ) -> int:
        """Close what the files added to each table's log supersede; how many faults that is."""
        closings: list[Closing] = []
        for table in self._quarantine.counts():
            name = TableName.parse(table)
            if name not in self._catalogue:
                continue
            faults = [fault for fault in self._quarantine.rows(name) if _has_place(fault)]
            known = [fault for fault in faults if fault.id in self._looked]
            new = [fault for fault in faults if fault.id not in self._looked]
            contract = self._catalogue[name]
            closings += self._superseded(contract, known, added.get(name, ()), now)
            closings += self._superseded(contract, new, log(name).files() if new else (), now)
            self._looked |= {fault.id for fault in new}
        self._closings.write(closings)
        return len(closings)

    def _superseded(
        self, contract: Contract, faults: Sequence[Fault], files: Iterable[DataFile], now: datetime
    ) -> list[Closing]:
        paths = [str(file.path) for file in files]
        if not faults or not paths:
            return []
        self._engine.register("waiting_", _waiting(faults))
        try:
            found = self._engine.execute(
                _later_events(contract),
                {"files": paths, "first": min(fault.sequence or "" for fault in faults)},
            ).fetchall()
        finally:
            self._engine.unregister("waiting_")
        at = {fault.id: fault.at for fault in faults}
        reason = "a later change of the same row was applied"
        return [
            Closing(key, Closed.SUPERSEDED, reason, CAPTURE, max(now, at[key])) for (key,) in found
        ]


def _has_place(fault: Fault) -> bool:
    return fault.key is not None and fault.sequence is not None


def _waiting(faults: Iterable[Fault]) -> pa.Table:
    return pa.Table.from_pylist(
        [{field: getattr(fault, field) for field in _WAITING.names} for fault in faults], _WAITING
    )


def _later_events(contract: Contract) -> Sql:
    """Ids of waiting faults with a later whole event of their key in `$files`.

    Without a time, only a greater sequence is surely later.
    """
    return compose(
        "SELECT DISTINCT w.id FROM waiting_ AS w JOIN ("
        " SELECT {digest} AS _key, _epoch, _sequence, _timestamp, _file, _row"
        " FROM read_parquet($files, union_by_name = true)"
        " WHERE (_epoch > 0 OR _sequence >= $first) AND (_absent IS NULL OR len(_absent) = 0)"
        ") AS e ON e._key = w.key AND"
        " (e._epoch, e._sequence, e._timestamp, e._file, e._row)"
        " > (0, w.sequence, coalesce(w.timestamp, 'infinity'::TIMESTAMP), w.file, w.row)",
        digest=key_digest(
            compose("{key}::{kind}", key=name(key), kind=Sql(contract.column(key).type.duckdb))
            for key in contract.key
        ),
    )
