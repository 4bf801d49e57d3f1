"""Rows of a table as a relation: SQL and the values to bind in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gatehouse.contracts import Contract
from gatehouse.engines.sql import Sql, compose, joined
from gatehouse.lake.delta import DataFile
from gatehouse.lake.fold import (
    events_as_state,
    fold,
    log_schema,
    repetition,
    state_columns,
    state_ddl,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """State rows, any number for a key unless folded."""

    sql: Sql
    parameters: Mapping[str, object] = field(default_factory=dict)

    def and_also(self, other: "Relation") -> "Relation":
        """The rows of both."""
        return Relation(
            joined([self.sql, other.sql], " UNION ALL "), {**self.parameters, **other.parameters}
        )

    def folded(self, contract: Contract, engine: duckdb.DuckDBPyConnection) -> "Relation":
        """One row for each key. Looks first, at the keys alone, whether there is work to do."""
        looked = engine.execute(repetition(contract, self.sql), dict(self.parameters)).fetchall()
        repeated, torn = looked[0]
        if not repeated:
            return self
        return Relation(fold(contract, self.sql, torn=torn), self.parameters)


def log_rows(contract: Contract, files: Sequence[DataFile], after: int, until: int) -> Relation:
    """The single events in log files with `after < position <= until`."""
    events = compose(
        "SELECT * FROM ({rows}) WHERE _position > $after AND _position <= $until",
        rows=_typed(contract, Sql("_absent VARCHAR[], _position BIGINT"), Sql("$log_files")),
    )
    return Relation(
        events_as_state(contract, events),
        {"log_files": _paths(files), "after": after, "until": until},
    )


def few_events(contract: Contract, files: Sequence[DataFile], after: int, until: int) -> pa.Table:
    """The same events as an Arrow table of log rows."""
    parts = [pq.ParquetFile(file.path).read(use_threads=False) for file in files]
    events = pa.concat_tables(
        [log_schema(contract).empty_table(), *parts], promote_options="default"
    )
    if any(file.first <= after or file.last > until for file in files):
        position = pc.field("_position")
        events = events.filter((position > after) & (position <= until))
    return events


def base_rows(contract: Contract, files: Sequence[DataFile]) -> Relation:
    """The folded rows of a base."""
    return Relation(
        compose(
            "SELECT {columns} FROM ({rows})",
            columns=state_columns(contract),
            rows=_typed(contract, Sql("_position BIGINT"), Sql("$base_files")),
        ),
        {"base_files": _paths(files)},
    )


def state_rows(contract: Contract, base: Sequence[DataFile], log: Relation | None) -> Relation:
    """Rows that fold to a table's state: its base, and the log since if there is any."""
    parts = [base_rows(contract, base)] if base else []
    parts += [log] if log else []
    if not parts:
        return Relation(compose("SELECT * FROM ({nothing})", nothing=_nothing(state_ddl(contract))))
    return parts[0] if len(parts) == 1 else parts[0].and_also(parts[1])


def _typed(contract: Contract, extra: Sql, files: Sql) -> Sql:
    """Files as a relation that has every column, NULL where an older file lacks it."""
    return compose(
        "{nothing} UNION ALL BY NAME SELECT * FROM read_parquet({files}, union_by_name = true)",
        nothing=_nothing(joined([state_ddl(contract), extra])),
        files=files,
    )


def _nothing(ddl: Sql) -> Sql:
    """No rows with the columns of a table definition."""
    return compose("SELECT unnest(NULL::STRUCT({ddl})) WHERE false", ddl=ddl)


def _paths(files: Sequence[DataFile]) -> list[str]:
    return [str(file.path) for file in files]
