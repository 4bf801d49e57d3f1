"""A DuckDB with the tables of the contracts, filled from rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import duckdb

from gatehouse.contracts import Catalogue, Contract
from gatehouse.lake.moment import Moment
from gatehouse.shipped import shipped

CATALOGUE = Catalogue.load(shipped("contracts"))
CONFIG = """
CREATE SCHEMA config;
CREATE TABLE config.regime(
  prison_id VARCHAR, weekday INTEGER, am_start TIME, pm_start TIME, ed_start TIME);
CREATE TABLE config.alert_shown(prison_id VARCHAR, code VARCHAR, label VARCHAR);
CREATE TABLE config.wing_group(prison_id VARCHAR, group_name VARCHAR, internal_location_id BIGINT);
CREATE TABLE config.limited_access(
  prison_number VARCHAR, kind VARCHAR, username VARCHAR, since TIMESTAMP, until TIMESTAMP);
CREATE TABLE config.limited_access_feed(as_at TIMESTAMP);
"""
NomisRow = dict[str, object]


@dataclass(frozen=True)
class HeldReading:
    """A reading of a database made by hand."""

    cursor: duckdb.DuckDBPyConnection
    moment: Moment


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
    tables = [f"CREATE TABLE {contract.name} ({_columns(contract)})" for contract in CATALOGUE]
    database.execute("; ".join(["CREATE SCHEMA nomis", *tables, CONFIG]))
    return database


def _columns(contract: Contract) -> str:
    return ", ".join(f"{column.name} {column.type.duckdb}" for column in contract.columns)


_FILLED: set[str] = set()


def load(database: duckdb.DuckDBPyConnection, tables: Mapping[str, Iterable[NomisRow]]) -> None:
    """Put rows in tables of NOMIS; columns a row does not name are empty."""
    for table, rows in tables.items():
        held = list(rows)
        columns = sorted({name for row in held for name in row})
        values = [[row.get(name) for name in columns] for row in held]
        _insert(database, f"nomis.{table}", f"({', '.join(columns)})", values)


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
