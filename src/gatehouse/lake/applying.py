"""Applying positions of the lake to the state tables of a serving copy."""

from dataclasses import dataclass, field

import duckdb

from gatehouse.contracts import Contract, TableName
from gatehouse.engines.sql import Sql, compose, joined, name, names
from gatehouse.lake.delta import DeltaView
from gatehouse.lake.fold import fold, state_columns
from gatehouse.lake.layout import Layout
from gatehouse.lake.relation import Relation, log_rows, state_rows
from gatehouse.lake.tables import state_table

_INCOMING = name("incoming")
_FOLDED = name("folded")


@dataclass
class Applier:
    """Brings one table after another from one position to another, inside a transaction."""

    layout: Layout
    _logs: dict[TableName, DeltaView] = field(default_factory=dict)

    def apply(
        self, cursor: duckdb.DuckDBPyConnection, contract: Contract, after: int, until: int
    ) -> None:
        """Apply what the log says of positions `after < position <= until`."""
        if after == 0:
            self._build(cursor, contract, until)
        else:
            self._change(cursor, contract, self._since(contract, after, until))

    def _build(self, cursor: duckdb.DuckDBPyConnection, contract: Contract, until: int) -> None:
        """Fill an empty state table from the base and the log since."""
        base = DeltaView(self.layout.base(contract.name))
        base.refresh()
        # A base may have been folded after this follower looked at the commits.
        usable = base.files() if base.position <= until else []
        watermark = base.position if usable else 0
        state = state_rows(contract, usable, self._since(contract, watermark, until))
        cursor.execute(
            compose(
                "INSERT INTO {state} {rows}",
                state=state_table(contract),
                rows=state.folded(contract).sql,
            ),
            dict(state.parameters),
        )

    def _change(
        self, cursor: duckdb.DuckDBPyConnection, contract: Contract, events: Relation | None
    ) -> None:
        """Fold new events with the rows of their keys; delete and insert, which is cheapest."""
        if events is None:
            return
        parts = {
            "incoming": _INCOMING,
            "folded": _FOLDED,
            "state": state_table(contract),
            "columns": state_columns(contract),
            "key": names(contract.key),
            "same_key": _same_key(contract),
        }
        cursor.execute(
            compose(
                "CREATE OR REPLACE TEMP TABLE {incoming} AS {rows}",
                rows=events.sql,
                incoming=_INCOMING,
            ),
            dict(events.parameters),
        )
        old = compose(
            "SELECT {columns} FROM {state} SEMI JOIN {incoming} USING ({key})",
            **{k: parts[k] for k in ("columns", "state", "incoming", "key")},
        )
        new = compose(
            "SELECT {columns} FROM {incoming}", columns=parts["columns"], incoming=_INCOMING
        )
        cursor.execute(
            compose(
                "CREATE OR REPLACE TEMP TABLE {folded} AS {rows}",
                folded=_FOLDED,
                rows=fold(contract, joined([new, old], " UNION ALL ")),
            )
        )
        cursor.execute(
            compose(
                "DELETE FROM {state} AS s USING {folded} AS f WHERE {same_key}",
                state=parts["state"],
                folded=_FOLDED,
                same_key=parts["same_key"],
            )
        )
        cursor.execute(
            compose(
                "INSERT INTO {state} SELECT {columns} FROM {folded}",
                state=parts["state"],
                columns=parts["columns"],
                folded=_FOLDED,
            )
        )

    def _since(self, contract: Contract, after: int, until: int) -> Relation | None:
        if contract.name not in self._logs:
            self._logs[contract.name] = DeltaView(self.layout.log(contract.name))
        log = self._logs[contract.name]
        log.refresh()
        files = [file for file in log.files(after) if file.first <= until]
        return log_rows(contract, files, after, until) if files else None


def _same_key(contract: Contract) -> Sql:
    return joined(
        (compose("{s} = {f}", s=name("s", column), f=name("f", column)) for column in contract.key),
        " AND ",
    )
