"""Applying positions of the lake to the state tables of a serving copy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from gatehouse.contracts import Contract, TableName
from gatehouse.engines.sql import compose
from gatehouse.lake.commits import Commit
from gatehouse.lake.delta import DataFile, DeltaView
from gatehouse.lake.layout import Layout
from gatehouse.lake.relation import few_events, log_rows, state_rows
from gatehouse.lake.replacing import replace_few, replace_many
from gatehouse.lake.tables import state_table

# Up to this many events are handed over as an Arrow table, which plans and copies less.
_FEW = 200_000


@dataclass
class Applier:
    """Brings one table after another from one position to another, inside a transaction."""

    layout: Layout
    _logs: dict[TableName, DeltaView] = field(default_factory=dict)

    def apply(
        self, cursor: duckdb.DuckDBPyConnection, contract: Contract, commits: Sequence[Commit]
    ) -> None:
        """Apply what some following commits did to a table; a new copy begins with the first."""
        after, until = commits[0].moment.position - 1, commits[-1].moment.position
        held = cursor.execute(
            compose("SELECT 1 FROM {state} LIMIT 1", state=state_table(contract))
        ).fetchall()
        if held:
            self._change(cursor, contract, commits)
        else:
            self._fill(cursor, contract, after, until)

    def _fill(
        self, cursor: duckdb.DuckDBPyConnection, contract: Contract, after: int, until: int
    ) -> None:
        """Fill an empty state table; in a new copy from the base and the log since."""
        base: list[DataFile] = []
        if after == 0:
            view = DeltaView(self.layout.base(contract.name))
            view.refresh()
            # A base may have been folded after this follower looked at the commits.
            if view.position <= until:
                base, after = view.files(), view.position
        files = self._since(contract, after, until)
        log = log_rows(contract, files, after, until) if files else None
        folded = state_rows(contract, base, log).folded(contract, cursor)
        cursor.execute(
            compose("INSERT INTO {state} {rows}", state=state_table(contract), rows=folded.sql),
            dict(folded.parameters),
        )

    def _change(
        self, cursor: duckdb.DuckDBPyConnection, contract: Contract, commits: Sequence[Commit]
    ) -> None:
        """Fold new events with the rows of their keys; delete and insert, which is cheapest."""
        after, until = commits[0].moment.position - 1, commits[-1].moment.position
        files = self._named(contract, commits) or self._since(contract, after, until)
        if not files:
            return
        if sum(file.rows for file in files) <= _FEW:
            replace_few(cursor, contract, few_events(contract, files, after, until))
        else:
            replace_many(cursor, contract, log_rows(contract, files, after, until))

    def _named(self, contract: Contract, commits: Sequence[Commit]) -> list[DataFile] | None:
        """The files that commits name, if all are still there: no need to look at the log."""
        folder = self.layout.log(contract.name)
        files = [
            DataFile(folder / file, covered.rows, commit.moment.position, commit.moment.position)
            for commit in commits
            if (covered := commit.tables.get(contract.name))
            for file in covered.files
        ]
        return files if all(file.path.exists() for file in files) else None

    def _since(self, contract: Contract, after: int, until: int) -> list[DataFile]:
        if contract.name not in self._logs:
            self._logs[contract.name] = DeltaView(self.layout.log(contract.name))
        log = self._logs[contract.name]
        log.refresh()
        return [file for file in log.files(after) if file.first <= until]
