"""The base: the fold of a table's log up to a watermark, so that readers need not fold it all."""

import duckdb

from gatehouse.contracts import Contract
from gatehouse.engines.sql import compose
from gatehouse.lake.delta import DataFile, DeltaStore
from gatehouse.lake.fold import base_schema
from gatehouse.lake.layout import Layout
from gatehouse.lake.relation import log_rows, state_rows


def open_base(layout: Layout, contract: Contract) -> DeltaStore:
    """A table's base, made empty when there is none."""
    return DeltaStore(layout.base(contract.name), base_schema(contract))


def refold(
    engine: duckdb.DuckDBPyConnection, contract: Contract, base: DeltaStore, log: DeltaStore
) -> None:
    """Rewrite a base from its rows and the log since; its old version stays readable a while.

    The new watermark is the last position of the log, kept as the base's own position.
    """
    position = log.position
    since = [file for file in log.files() if file.last > base.position]
    state = state_rows(
        contract, base.files(), log_rows(contract, since, base.position, position)
    ).folded(contract, engine)
    path = base.name(position, 0)
    statement = compose(
        "COPY (SELECT *, $position::BIGINT AS _position FROM ({state})) TO $path"
        " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
        state=state.sql,
    )
    values = {**state.parameters, "position": position, "path": str(path)}
    written = engine.execute(statement, values).fetchone()
    rows = int(written[0]) if written else 0
    base.append([DataFile(path, rows, position, position)], position, replace=True)
