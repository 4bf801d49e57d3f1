"""The commits table: one row for each position of the platform, written after its data.

Followers read it alone to learn what is new. A position that is not here did not happen, even
when a log already holds rows of it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import pyarrow as pa

from gatehouse.contracts import TableName
from gatehouse.lake.delta import DeltaStore, DeltaView
from gatehouse.lake.layout import Layout
from gatehouse.lake.moment import Moment

NO_TIME = datetime(1970, 1, 1)  # noqa: DTZ001 - local time, naive throughout the lake
START = Moment(0, NO_TIME)

_SCHEMA = pa.schema(
    [
        ("_position", pa.int64()),
        ("data_as_at", pa.timestamp("us")),
        ("committed_at", pa.timestamp("us")),
        ("tables", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Covered:
    """What a position did to one table's log: the version it made, and files and rows it added.

    A file may since have been joined with others; its rows are then found by their position.
    """

    version: int
    files: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Commit:
    """One position: its moment, when it was written (UTC), and the tables it covers."""

    moment: Moment
    committed_at: datetime
    tables: dict[TableName, Covered]


class Commits:
    """The commits table as its one writer holds it."""

    def __init__(self, layout: Layout) -> None:
        self.store = DeltaStore(layout.commits, _SCHEMA)
        rows = _commits(self.store.rows())
        self.last = rows[-1].moment if rows else START

    def write(self, commit: Commit) -> None:
        """Make a position happen."""
        row = {
            "_position": commit.moment.position,
            "data_as_at": commit.moment.data_as_at,
            "committed_at": commit.committed_at,
            "tables": json.dumps(
                {str(table): asdict(covered) for table, covered in commit.tables.items()}
            ),
        }
        self.store.append_rows(pa.Table.from_pylist([row], _SCHEMA), commit.moment.position)
        self.last = commit.moment


class CommitsView:
    """The commits table as a follower reads it."""

    def __init__(self, layout: Layout) -> None:
        self._view = DeltaView(layout.commits)

    @property
    def identity(self) -> str:
        """Which lake this is; empty while there is none."""
        return self._view.identity

    @property
    def position(self) -> int:
        """The last position that happened, as of the last look."""
        return self._view.position

    def since(self, position: int) -> list[Commit]:
        """Commits after a position, oldest first."""
        if not self._view.refresh() or self._view.position <= position:
            return []
        return _commits(self._view.rows(_SCHEMA, position))


def _commits(rows: pa.Table) -> list[Commit]:
    return [
        Commit(
            Moment(row["_position"], row["data_as_at"]),
            row["committed_at"],
            {
                TableName.parse(name): Covered(
                    covered["version"], tuple(covered["files"]), covered["rows"]
                )
                for name, covered in json.loads(row["tables"]).items()
            },
        )
        for row in rows.to_pylist()
    ]
