"""A DuckDB with the tables of the contracts, filled from rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from gatehouse.contracts import Catalogue, TableName
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
    """Every table of the contracts and of the configuration, with no rows."""
    database = duckdb.connect()
    database.execute("CREATE SCHEMA nomis")
    for contract in CATALOGUE:
        columns = ", ".join(f"{column.name} {column.type.duckdb}" for column in contract.columns)
        database.execute(f"CREATE TABLE {contract.name} ({columns})")
    database.execute(CONFIG)
    return database


def load(database: duckdb.DuckDBPyConnection, tables: Mapping[str, Iterable[NomisRow]]) -> None:
    """Put rows in tables of NOMIS; columns a row does not name are empty."""
    for table, rows in tables.items():
        contract = CATALOGUE[TableName("nomis", table)]
        held = list(rows)
        unknown = {name for row in held for name in row} - set(contract.column_names)
        if unknown:
            raise ValueError(f"{contract.name} has no column {', '.join(sorted(unknown))}")
        full = [{name: row.get(name) for name in contract.column_names} for row in held]
        incoming = pa.Table.from_pylist(full, schema=contract.arrow_schema)
        database.register("incoming", incoming)
        database.execute(f"INSERT INTO {contract.name} SELECT * FROM incoming")
        database.unregister("incoming")


def configure(
    database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Iterable[object]]
) -> None:
    """Add rows to a configuration table."""
    for row in rows:
        values = list(row)
        marks = ", ".join("?" for _ in values)
        database.execute(f"INSERT INTO config.{table} VALUES ({marks})", values)


def reading_of(database: duckdb.DuckDBPyConnection, data_as_at: datetime) -> HeldReading:
    """A reading of the database as it stands."""
    return HeldReading(database.cursor(), Moment(1, data_as_at))
