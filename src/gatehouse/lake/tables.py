"""The tables of a serving copy: state rows, the views people's SQL reads, configuration."""

from collections.abc import Iterable

import duckdb

from gatehouse.contracts import Catalogue, Contract
from gatehouse.engines.sql import Sql, compose, name, names
from gatehouse.lake.fold import state_ddl

CONFIGURATION_SCHEMA = "config"

# Configuration tables that products may read; empty until they are put.
CONFIGURATION = {
    "regime": Sql(
        "prison_id VARCHAR, weekday INTEGER, am_start TIME, pm_start TIME, ed_start TIME"
    ),
    "alert_shown": Sql("prison_id VARCHAR, code VARCHAR, label VARCHAR"),
    "wing_group": Sql("prison_id VARCHAR, group_name VARCHAR, internal_location_id BIGINT"),
    "limited_access": Sql(
        "prison_number VARCHAR, kind VARCHAR, username VARCHAR, since TIMESTAMP, until TIMESTAMP"
    ),
    "limited_access_feed": Sql("as_at TIMESTAMP"),
}


def state_table(contract: Contract) -> Sql:
    """Where a table's state rows are, tombstones included."""
    return _state(contract.name.source, contract.name.table)


def live_rows(source: str, table: str, columns: Iterable[str]) -> Sql:
    """The rows that a table has now, with the columns named."""
    return compose(
        "SELECT {columns} FROM {state} WHERE _op <> 'D'",
        columns=names(columns),
        state=_state(source, table),
    )


def create_tables(engine: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Make every table and view of a new copy, in one transaction."""
    engine.execute("BEGIN")
    engine.execute("CREATE SCHEMA gatehouse")
    engine.execute(
        "CREATE TABLE gatehouse.copy (position BIGINT, data_as_at TIMESTAMP, format VARCHAR,"
        " lake VARCHAR, contracts VARCHAR, unfit VARCHAR[], revision BIGINT)"
    )
    engine.execute(compose("CREATE SCHEMA {schema}", schema=name(CONFIGURATION_SCHEMA)))
    for table, ddl in CONFIGURATION.items():
        engine.execute(
            compose("CREATE TABLE {t} ({ddl})", t=name(CONFIGURATION_SCHEMA, table), ddl=ddl)
        )
    for source in sorted({contract.name.source for contract in catalogue}):
        engine.execute(compose("CREATE SCHEMA {schema}", schema=name(source)))
        engine.execute(compose("CREATE SCHEMA {schema}", schema=name(f"{source}_state")))
    for contract in catalogue:
        _create(engine, contract)
    engine.execute("COMMIT")


def _create(engine: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    engine.execute(
        compose(
            "CREATE TABLE {state} ({ddl})", state=state_table(contract), ddl=state_ddl(contract)
        )
    )
    engine.execute(
        compose(
            "CREATE VIEW {view} AS {rows}",
            view=name(contract.name.source, contract.name.table),
            rows=live_rows(
                contract.name.source,
                contract.name.table,
                (column.name for column in contract.columns),
            ),
        )
    )


def _state(source: str, table: str) -> Sql:
    return name(f"{source}_state", table)
