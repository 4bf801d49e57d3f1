"""Replacing the rows of some keys in a state table by their fold with new events."""

import duckdb
import pyarrow as pa

from gatehouse.capture.event import ORDER
from gatehouse.contracts import Contract
from gatehouse.engines.sql import Sql, compose, joined, name, names
from gatehouse.lake.fold import base_schema, events_as_state, fold, state_columns, winners
from gatehouse.lake.relation import Relation
from gatehouse.lake.tables import state_table


def replace_few(cursor: duckdb.DuckDBPyConnection, contract: Contract, events: pa.Table) -> None:
    """Fold some thousands of log rows into a state table.

    Only the key and the order of rows are compared, and whole rows are copied once: for a wide
    table the cost is in planning its columns. Where a column is missing, whole rows are folded.
    """
    if events["_absent"].null_count < events.num_rows:
        _replace_torn_few(cursor, contract, events)
        return
    state, key = state_table(contract), names(contract.key)
    compared = events.select([*contract.key, *ORDER])
    numbers = pa.array(range(events.num_rows), pa.int64())
    cursor.register("compared", compared.append_column("_n", numbers))
    narrow = names([*contract.key, *ORDER])
    decided = cursor.execute(
        winners(
            contract,
            compose(
                "SELECT {narrow}, NULL AS _origins, _n FROM compared"
                " UNION ALL SELECT {narrow}, _origins, NULL FROM {state}"
                " SEMI JOIN compared USING ({key})",
                narrow=narrow,
                state=state,
                key=key,
            ),
        )
    ).fetchall()
    cursor.unregister("compared")
    if any(torn for _, torn in decided):
        _replace_torn_few(cursor, contract, events)
        return
    chosen = events.take(
        pa.array([number for number, _ in decided if number is not None], pa.int64())
    )
    _swap(cursor, contract, _as_state(contract, chosen))


def replace_many(cursor: duckdb.DuckDBPyConnection, contract: Contract, events: Relation) -> None:
    """Fold any number of events into a state table, without holding them in memory."""
    columns, state = state_columns(contract), state_table(contract)
    cursor.execute(
        compose("CREATE TEMP TABLE entering AS {rows}", rows=events.sql), dict(events.parameters)
    )
    cursor.execute(
        compose(
            "INSERT INTO entering SELECT {columns} FROM {state} SEMI JOIN entering USING ({key})",
            columns=columns,
            state=state,
            key=names(contract.key),
        )
    )
    _delete(
        cursor,
        contract,
        compose("(SELECT DISTINCT {key} FROM entering)", key=names(contract.key)),
    )
    entering = Relation(compose("SELECT {columns} FROM entering", columns=columns))
    cursor.execute(
        compose(
            "INSERT INTO {state} {rows}",
            state=state,
            rows=entering.folded(contract, cursor).sql,
        )
    )
    cursor.execute("DROP TABLE entering")


def _replace_torn_few(
    cursor: duckdb.DuckDBPyConnection, contract: Contract, events: pa.Table
) -> None:
    cursor.register("given", events)
    new = events_as_state(contract, Sql("SELECT * FROM given"))
    cursor.execute(
        compose(
            "CREATE TEMP TABLE folded AS {rows}",
            rows=fold(
                contract,
                compose(
                    "{new} UNION ALL SELECT {columns} FROM {state} SEMI JOIN given USING ({key})",
                    new=new,
                    columns=state_columns(contract),
                    state=state_table(contract),
                    key=names(contract.key),
                ),
                torn=True,
            ),
        )
    )
    cursor.unregister("given")
    _delete(cursor, contract, Sql("folded"))
    cursor.execute(compose("INSERT INTO {state} SELECT * FROM folded", state=state_table(contract)))
    cursor.execute("DROP TABLE folded")


def _as_state(contract: Contract, events: pa.Table) -> pa.Table:
    """Whole log rows as state rows."""
    kind = base_schema(contract).field("_origins").type
    rows = events.select([*(c.name for c in contract.columns), "_op", *ORDER])
    return rows.append_column("_origins", pa.nulls(rows.num_rows, kind))


def _swap(cursor: duckdb.DuckDBPyConnection, contract: Contract, rows: pa.Table) -> None:
    """Put state rows in the place of those with the same keys."""
    if not rows.num_rows:
        return
    cursor.register("chosen", rows)
    cursor.register("chosen_key", rows.select(list(contract.key)))
    _delete(cursor, contract, Sql("chosen_key"))
    cursor.execute(compose("INSERT INTO {state} SELECT * FROM chosen", state=state_table(contract)))
    cursor.unregister("chosen_key")
    cursor.unregister("chosen")


def _delete(cursor: duckdb.DuckDBPyConnection, contract: Contract, keys: Sql) -> None:
    cursor.execute(
        compose(
            "DELETE FROM {state} AS s USING {keys} AS k WHERE {same}",
            state=state_table(contract),
            keys=keys,
            same=joined(
                (
                    compose("{s} = {k}", s=name("s", column), k=name("k", column))
                    for column in contract.key
                ),
                " AND ",
            ),
        )
    )
