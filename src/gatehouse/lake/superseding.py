"""Closing the fault of a row when a later whole event of its key has been applied.

Later is meant by the total order of events, whichever came first. What the row would have said is
then of no more use, and the table lacks nothing because of it.

A closing is written after the position that brought the event, so a crash in between can only
leave a fault open. For that, a fault which this process has not looked at yet is looked for in the
whole log; one that it has, in what each position adds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import duckdb

from gatehouse.capture import key_digest
from gatehouse.contracts import Catalogue, Contract, TableName
from gatehouse.engines.sql import Sql, compose, name
from gatehouse.lake.delta import DataFile, DeltaStore
from gatehouse.lake.faults import CAPTURE, Closed, Closing, ClosingWriter
from gatehouse.lake.known_faults import KnownFaults
from gatehouse.lake.layout import Layout
from gatehouse.lake.quarantine import Quarantine

_AT_ONCE = 100_000
_REASON = "a later change of the same row was applied"


class Superseding:
    """Keeps the quarantine of a lake in step with its change log."""

    def __init__(
        self, layout: Layout, catalogue: Catalogue, engine: duckdb.DuckDBPyConnection
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._quarantine = Quarantine(layout.root)
        self._closings = ClosingWriter(layout)
        self._looked = 0

    def look(
        self,
        added: Mapping[TableName, Sequence[DataFile]],
        log: Callable[[TableName], DeltaStore],
        now: datetime,
    ) -> int:
        """Close what the files added to each table's log supersede; how many faults that is."""
        closed = 0
        tables = [TableName.parse(table) for table in self._quarantine.counts()]
        known = self._quarantine.known()
        newest = max((file.last for file in known.faults), default=0)
        for table in tables:
            if table not in self._catalogue:
                continue
            contract = self._catalogue[table]
            for files, after, until in (
                (added.get(table, ()), 0, self._looked),
                (log(table).files() if newest > self._looked else (), self._looked, newest),
            ):
                for closings in self._superseded(contract, known, files, (after, until), now):
                    self._closings.write(closings)
                    closed += len(closings)
        self._looked = newest
        return closed

    def _superseded(
        self,
        contract: Contract,
        known: KnownFaults,
        files: Sequence[DataFile],
        written: tuple[int, int],
        now: datetime,
    ) -> Iterator[list[Closing]]:
        """Closings of faults that were written to quarantine after one position, up to another."""
        after, until = written
        if not files or after == until:
            return
        found = self._engine.execute(
            _later_events(contract, known),
            {
                **known.parameters,
                "log_files": [str(file.path) for file in files],
                "of_source": contract.name.source,
                "of_table": contract.name.table,
                "after": after,
                "until": until,
            },
        )
        while rows := found.fetchmany(_AT_ONCE):
            yield [
                Closing(key, Closed.SUPERSEDED, _REASON, CAPTURE, max(now, at)) for key, at in rows
            ]


def _later_events(contract: Contract, known: KnownFaults) -> Sql:
    """Ids and times of open faults with a later whole event of their key in `$log_files`.

    Without a time, only a greater sequence is surely later.
    """
    return compose(
        "WITH waiting AS MATERIALIZED (SELECT * FROM ({faults}) WHERE closed IS NULL"
        '  AND source = $of_source AND "table" = $of_table'
        "  AND _position > $after AND _position <= $until"
        "  AND key IS NOT NULL AND sequence IS NOT NULL)"
        " SELECT DISTINCT w.id, w.at FROM waiting AS w JOIN ("
        "  SELECT {digest} AS _key, _epoch, _sequence, _timestamp, _file, _row"
        "  FROM read_parquet($log_files, union_by_name = true)"
        "  WHERE (_epoch > 0 OR _sequence >= (SELECT min(sequence) FROM waiting))"
        "  AND (_absent IS NULL OR len(_absent) = 0)) AS e"
        " ON e._key = w.key AND (e._epoch, e._sequence, e._timestamp, e._file, e._row)"
        " > (0, w.sequence, coalesce(w.timestamp, 'infinity'::TIMESTAMP), w.file, w.\"row\")",
        faults=known.rows(("key", "sequence", "timestamp")),
        digest=key_digest(
            compose("{key}::{kind}", key=name(key), kind=Sql(contract.column(key).type.duckdb))
            for key in contract.key
        ),
    )
