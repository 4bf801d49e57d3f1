"""What the living estate remembers: the rows it may still change, in a SQLite file of its own.

Made beside the full load, so that keeping the estate alive needs no reload. A step is one
transaction; the change files it has prepared are remembered in it too, and are published after
it, so that a crash between the two loses nothing and repeats nothing.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from gatehouse.contracts import Catalogue, Column, TableName

Row = dict[str, Any]

KEPT = (
    "offender_bookings",
    "agency_internal_locations",
    "course_activities",
    "staff_user_accounts",
    "offender_external_movements",
    "bed_assignment_histories",
    "offender_iep_levels",
    "offender_alerts",
    "offender_program_profiles",
    "offender_exclude_acts_schds",
    "offender_non_associations",
    "offender_release_details",
    "offender_course_attendances",
    "course_schedules",
    "offender_ind_schedules",
    "offender_visits",
    "court_events",
)
# Of these only the latest row of each booking is remembered.
LATEST = {
    "offender_external_movements": "movement_seq",
    "bed_assignment_histories": "bed_assign_seq",
    "offender_iep_levels": "iep_level_seq",
}
_INDEXES = {
    "offender_bookings": ("living_unit_id", "agy_loc_id"),
    "offender_alerts": ("alert_status",),
    "offender_program_profiles": ("offender_book_id", "crs_acty_id"),
    "offender_exclude_acts_schds": ("off_prgref_id",),
    "offender_non_associations": ("ns_offender_id",),
    "offender_course_attendances": ("crs_sch_id", "event_date"),
    "course_schedules": ("schedule_date",),
    "offender_ind_schedules": ("event_status", "event_date"),
    "court_events": ("event_date",),
    "agency_internal_locations": ("description",),
}
_MOMENT = "%Y-%m-%d %H:%M:%S"


class NoEstateError(FileNotFoundError):
    """There is no estate to keep alive."""


def folder(out: Path) -> Path:
    """Where an estate keeps its state."""
    return out / "estate-state"


class Memory:
    """Rows by table, found by query and kept by key.

    Moments are kept as text of whole seconds, as the source's DATE has, so they compare as text.
    """

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self._contracts = {t: catalogue[TableName("nomis", t)] for t in KEPT}
        columns = [c for contract in self._contracts.values() for c in contract.columns]
        self._moments = {c.name for c in columns if pa.types.is_timestamp(c.type.arrow)}
        self._decimals = {c.name for c in columns if pa.types.is_decimal(c.type.arrow)}
        self._con = sqlite3.connect(path, isolation_level=None)
        self._con.execute("PRAGMA journal_mode = WAL")
        self._con.execute("PRAGMA synchronous = NORMAL")

    @classmethod
    def open(cls, out: Path, catalogue: Catalogue) -> "Memory":
        """The memory of a built estate; `NoEstateError` when there is none."""
        path = folder(out) / "estate.sqlite"
        if not path.exists():
            raise NoEstateError(f"{path} does not exist; build an estate in {out} first")
        return cls(path, catalogue)

    @classmethod
    def create(cls, out: Path, catalogue: Catalogue) -> "Memory":
        """An empty memory beside a new load."""
        folder(out).mkdir(parents=True, exist_ok=True)
        memory = cls(folder(out) / "estate.sqlite", catalogue)
        memory.lay_out()
        return memory

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def lay_out(self) -> None:
        """Make the tables."""
        self._con.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT)")
        self._con.execute("CREATE TABLE outgoing (prepared TEXT, final TEXT)")
        for table, contract in self._contracts.items():
            columns = ", ".join(f"{column.name} {_affinity(column)}" for column in contract.columns)
            key = ", ".join(self.key(table))
            self._con.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({key}))")
            for column in _INDEXES.get(table, ()):
                self._con.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")

    # Rows ----------------------------------------------------------------------------------

    def find(self, query: str, *values: object) -> list[Row]:
        """The rows of a query with bound values, as dictionaries."""
        cursor = self._con.execute(query, [_kept(value) for value in values])
        names = [column[0] for column in cursor.description or ()]
        return [self._row(names, row) for row in cursor]

    def first(self, query: str, *values: object) -> Row | None:
        """The first row of a query, if any."""
        found = self.find(query, *values)
        return found[0] if found else None

    def pick(self, table: str, keys: str, fraction: float, *values: object) -> Row | None:
        """The key at this fraction of the way through a query of a table's keys, if any."""
        # The queries are constants of this package; every value is bound.
        counted = self.first(f"SELECT count(*) AS number FROM ({keys})", *values)  # noqa: S608 - own names
        number = int(counted["number"]) if counted else 0
        order = ", ".join(self.key(table))
        return self.first(
            f"SELECT * FROM ({keys}) ORDER BY {order} LIMIT 1 OFFSET ?",  # noqa: S608 - own names
            *values,
            int(fraction * number),
        )

    def row(self, table: str, key: Row) -> Row | None:
        """The remembered row that has these values."""
        matches = " AND ".join(f"{name} = ?" for name in key)
        # Names come from KEPT and this package's queries; every value is bound.
        query = f"SELECT * FROM {table} WHERE {matches}"  # noqa: S608 - own names
        return self.first(query, *key.values())

    def keeps(self, table: str) -> bool:
        """Whether rows of this table are remembered."""
        return table in self._contracts

    def store(self, table: str, *rows: Row) -> None:
        """Keep rows, each in place of the one with its key."""
        columns = self._contracts[table].column_names
        marks = ", ".join("?" * len(columns))
        # The table's name comes from KEPT; every value is bound.
        self._con.executemany(
            f"INSERT OR REPLACE INTO {table} VALUES ({marks})",  # noqa: S608 - own names
            ([_kept(row[name]) for name in columns] for row in rows),
        )

    def drop(self, table: str, row: Row) -> None:
        """Forget the row with this key."""
        key = self.key(table)
        matches = " AND ".join(f"{name} = ?" for name in key)
        # Names come from KEPT and the contract; every value is bound.
        query = f"DELETE FROM {table} WHERE {matches}"  # noqa: S608 - own names
        self._con.execute(query, [row[name] for name in key])

    def key(self, table: str) -> tuple[str, ...]:
        """The columns by which a row is remembered."""
        return ("offender_book_id",) if table in LATEST else self._contracts[table].key

    def _row(self, names: list[str], values: tuple[Any, ...]) -> Row:
        row = dict(zip(names, values, strict=True))
        for name in self._moments.intersection(row):
            if row[name] is not None:
                row[name] = datetime.fromisoformat(row[name])
        for name in self._decimals.intersection(row):
            if row[name] is not None:
                row[name] = Decimal(row[name])
        return row

    # Facts ---------------------------------------------------------------------------------

    def recall(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        """A remembered fact; `KeyError` if there is none of that name."""
        row = self._con.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        if row is None:
            raise KeyError(f"the estate's state has no fact {name!r}; build the estate anew")
        return json.loads(row[0])

    def remember(self, name: str, value: object) -> None:
        """Keep a fact."""
        self._con.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [name, json.dumps(value)])

    # Steps ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a step."""
        self._con.execute("BEGIN IMMEDIATE")

    def commit(self, outgoing: Iterable[tuple[Path, Path]] = ()) -> None:
        """Finish a step, remembering files that are prepared but not yet published."""
        rows = [(str(prepared), str(final)) for prepared, final in outgoing]
        self._con.executemany("INSERT INTO outgoing VALUES (?, ?)", rows)
        self._con.execute("COMMIT")

    def rollback(self) -> None:
        """Undo a step that failed."""
        self._con.execute("ROLLBACK")

    def outgoing(self) -> list[tuple[Path, Path]]:
        """Files prepared by finished steps and perhaps not yet published, oldest first."""
        rows = self._con.execute("SELECT prepared, final FROM outgoing ORDER BY final").fetchall()
        return [(Path(prepared), Path(final)) for prepared, final in rows]

    def published(self) -> None:
        """Nothing is outgoing any more."""
        self._con.execute("DELETE FROM outgoing")


def _affinity(column: Column) -> str:
    return "INTEGER" if pa.types.is_integer(column.type.arrow) else "TEXT"


def _kept(value: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, datetime):
        return value.strftime(_MOMENT)
    return str(value) if isinstance(value, Decimal) else value
