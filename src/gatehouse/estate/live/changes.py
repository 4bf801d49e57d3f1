"""The changes of one step: each is made to memory and noted for the change files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gatehouse.contracts import Catalogue, TableName
from gatehouse.estate.live.memory import Memory, Row

USER = "LIVE"


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it is after a change: `op` is I, U or D."""

    table: str
    op: str
    row: Row


class Changes:
    """Notes changes in the order in which they are committed."""

    def __init__(self, memory: Memory, catalogue: Catalogue, now: datetime) -> None:
        self.noted: list[Change] = []
        self.now = now
        self._memory = memory
        self._catalogue = catalogue

    def add(self, table: str, **values: object) -> None:
        """Insert a row; columns not given are empty, the audit columns have defaults."""
        contract = self._catalogue[TableName("nomis", table)]
        row: Row = dict.fromkeys(contract.column_names)
        row |= {"create_datetime": self.now, "create_user_id": USER}
        row |= {name: value for name, value in values.items() if value is not None}
        self._note("I", table, row)

    def update(self, table: str, row: Row, **values: object) -> Row:
        """Change some columns of a row; gives the row after the change."""
        after = row | values | {"modify_datetime": self.now, "modify_user_id": USER}
        self._note("U", table, after)
        return after

    def delete(self, table: str, row: Row) -> None:
        """Delete a row."""
        self._note("D", table, row)

    def _note(self, op: str, table: str, row: dict[str, Any]) -> None:
        if self._memory.keeps(table):
            if op == "D":
                self._memory.drop(table, row)
            else:
                self._memory.store(table, row)
        self.noted.append(Change(table, op, row))
