"""A DuckDB with the tables of the contracts, filled from rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import duckdb

from gatehouse.contracts import Catalogue
from gatehouse.lake.moment import Moment
from gatehouse.lake.tables import create_tables
from gatehouse.shipped import shipped

CATALOGUE = Catalogue.load(shipped("contracts"))
NomisRow = dict[str, object]


@dataclass(frozen=True)
class HeldReading:
    """A reading of a database made by hand."""

    cursor: duckdb.DuckDBPyConnection
    moment: Moment

    @contextmanager
    def beside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A second cursor: nobody changes the database meanwhile."""
        with self.cursor.cursor() as cursor:
            yield cursor


def empty_database() -> duckdb.DuckDBPyConnection:
    """Every table of the contracts and of the configuration, with no rows.

    One database serves a whole run and is emptied each time: ask for a second only when done
    with the first.
    """
    database = _database()
    for table in sorted(_FILLED):
        database.execute(f"DELETE FROM {table}")
    _FILLED.clear()
    return database


@cache
def _database() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    create_tables(database, CATALOGUE)
    return database


_FILLED: set[str] = set()


def load(database: duckdb.DuckDBPyConnection, tables: Mapping[str, Iterable[NomisRow]]) -> None:
    """Put rows in tables of NOMIS; columns a row does not name are empty."""
    for table, rows in tables.items():
        held = list(rows)
        columns = sorted({name for row in held for name in row})
        values = [[*(row.get(name) for name in columns), "I"] for row in held]
        _insert(database, f"nomis_state.{table}", f"({', '.join(columns)}, _op)", values)


def configure(
    database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Iterable[object]]
) -> None:
    """Add rows to a configuration table."""
    _insert(database, f"config.{table}", "", [list(row) for row in rows])


def _insert(
    database: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[Sequence[object]]
) -> None:
    if rows:
        marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
        values = [value for row in rows for value in row]
        database.execute(f"INSERT INTO {table} {columns} VALUES {marks}", values)
        _FILLED.add(table)


def reading_of(database: duckdb.DuckDBPyConnection, data_as_at: datetime) -> HeldReading:
    """A reading of the database as it stands."""
    return HeldReading(database.cursor(), Moment(1, data_as_at))
