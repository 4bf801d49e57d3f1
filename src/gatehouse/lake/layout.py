"""Where things are in a lake folder.

ledger/  commits/  quarantine/  closings/   small Delta tables of the platform's own
log/<source>/<table>/                       the change log: the database
base/<source>/<table>/                      its fold up to a watermark; can be thrown away
_lease  _closing  _scratch/                 who writes; room to spill
"""

from dataclasses import dataclass
from pathlib import Path

from gatehouse.contracts import TableName


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths inside a lake."""

    root: Path

    @property
    def ledger(self) -> Path:
        """Every file ever seen, and what became of it."""
        return self.root / "ledger"

    @property
    def commits(self) -> Path:
        """Each position of the platform and the version of every log it covers."""
        return self.root / "commits"

    @property
    def quarantine(self) -> Path:
        """Rows and files that could not be applied, and why."""
        return self.root / "quarantine"

    @property
    def closings(self) -> Path:
        """How faults in quarantine were closed, by whom and why."""
        return self.root / "closings"

    @property
    def closing_lock(self) -> Path:
        """The file whose lock is held while a closing is written."""
        return self.root / "_closing"

    @property
    def lease(self) -> Path:
        """The file whose lock the one writer holds."""
        return self.root / "_lease"

    @property
    def scratch(self) -> Path:
        """Where an engine may spill; empty between runs."""
        return self.root / "_scratch"

    def log(self, table: TableName) -> Path:
        """The change log of one table."""
        return self.root / "log" / table.source / table.table

    def base(self, table: TableName) -> Path:
        """The folded base of one table."""
        return self.root / "base" / table.source / table.table
