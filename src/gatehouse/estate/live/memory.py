"""What the living estate remembers: the rows it may still change, in a DuckDB file of its own.

Built beside the full load, so that keeping the estate alive needs no reload. A step is one
transaction; the change files it has prepared are remembered in it too, and are published after
it, so that a crash between the two loses nothing and repeats nothing.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from gatehouse.contracts import Catalogue, Contract, TableName
from gatehouse.estate.london import midnight

Row = dict[str, Any]

# Which rows of each table are remembered; `$today` is the day of the build.
_IN_CARE = """offender_book_id IN (SELECT offender_book_id FROM offender_bookings)"""
_LATEST = """{0} QUALIFY row_number() OVER (PARTITION BY offender_book_id ORDER BY {1} DESC) = 1"""
KEPT: dict[str, str] = {
    "offender_bookings": "booking_seq = 1 AND (active_flag = 'Y' OR agy_loc_id = 'TRN')",
    "agency_internal_locations": "true",
    "course_activities": "true",
    "staff_user_accounts": "true",
    "offender_external_movements": _LATEST.format(_IN_CARE, "movement_seq"),
    "bed_assignment_histories": _LATEST.format(_IN_CARE, "bed_assign_seq"),
    "offender_iep_levels": _LATEST.format(_IN_CARE, "iep_level_seq"),
    "offender_alerts": _IN_CARE,
    "offender_program_profiles": "offender_program_status = 'ALLOC'",
    "offender_exclude_acts_schds": _IN_CARE,
    "offender_non_associations": _IN_CARE,
    "offender_release_details": "event_status = 'SCH'",
    "offender_course_attendances": "event_date >= $today::TIMESTAMP",
    "course_schedules": "schedule_date >= $today::TIMESTAMP",
    "offender_ind_schedules": "event_date >= $today::TIMESTAMP OR "
    "(event_status = 'SCH' AND event_type <> 'APP')",
    "offender_visits": "visit_date >= $today::TIMESTAMP",
    "court_events": "event_date >= $today::TIMESTAMP",
}
_FILE = "estate.duckdb"


class NoEstateError(FileNotFoundError):
    """There is no estate to keep alive."""


def folder(out: Path) -> Path:
    """Where an estate keeps its state."""
    return out / "estate-state"


class Memory:
    """Rows by table, found by query and kept by key."""

    def __init__(self, out: Path, catalogue: Catalogue) -> None:
        path = folder(out) / _FILE
        if not path.exists():
            raise NoEstateError(
                f"{path} does not exist; build the estate first (gatehouse estate build)"
            )
        self._catalogue = catalogue
        # Small queries, one after another: a second thread would only take a processor away.
        self._con = duckdb.connect(str(path), config={"threads": 1})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    # Rows ----------------------------------------------------------------------------------

    def find(self, query: str, *values: object) -> list[Row]:
        """The rows of a query with bound values, as dictionaries."""
        cursor = self._con.execute(query, list(values))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def first(self, query: str, *values: object) -> Row | None:
        """The first row of a query, if any."""
        found = self.find(query, *values)
        return found[0] if found else None

    def pick(self, keys: str, fraction: float, *values: object) -> Row | None:
        """The key at this fraction of the way through a query of keys, if it has any."""
        # The query is one of this package's constants, its values are bound.
        counted = self.first(f"SELECT count(*) AS number FROM ({keys})", *values)  # noqa: S608
        number = int(counted["number"]) if counted else 0
        return self.first(
            f"SELECT * FROM ({keys}) ORDER BY ALL LIMIT 1 OFFSET ?",  # noqa: S608
            *values,
            int(fraction * number),
        )

    def row(self, table: str, key: Row) -> Row | None:
        """The remembered row that has these values."""
        matches = " AND ".join(f"{name} = ?" for name in key)
        # Names come from KEPT and the queries of this package, the values are bound.
        return self.first(
            f"SELECT * FROM {table} WHERE {matches}",  # noqa: S608
            *key.values(),
        )

    def keeps(self, table: str) -> bool:
        """Whether rows of this table are remembered."""
        return table in KEPT

    def store(self, table: str, row: Row) -> None:
        """Keep a row in place of the one with its key."""
        self.drop(table, row)
        contract = self._contract(table)
        marks = ", ".join("?" for _ in contract.columns)
        # The table's name comes from KEPT, the values are bound.
        self._con.execute(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
            [row[column.name] for column in contract.columns],
        )

    def drop(self, table: str, row: Row) -> None:
        """Forget the row with this key."""
        key = self._contract(table).key
        if table in _ONE_PER_BOOKING:
            key = ("offender_book_id",)
        matches = " AND ".join(f"{name} = ?" for name in key)
        # Names come from KEPT and the contract, the values are bound.
        self._con.execute(
            f"DELETE FROM {table} WHERE {matches}",  # noqa: S608
            [row[name] for name in key],
        )

    def _contract(self, table: str) -> Contract:
        return self._catalogue[TableName("nomis", table)]

    # Facts ---------------------------------------------------------------------------------

    def recall(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        """A remembered fact; `KeyError` if there is none of that name."""
        row = self._con.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        if row is None:
            raise KeyError(f"the estate's state has no fact {name!r}; build the estate anew")
        return json.loads(row[0])

    def remember(self, name: str, value: object) -> None:
        """Keep a fact."""
        self._con.execute("DELETE FROM facts WHERE name = ?", [name])
        self._con.execute("INSERT INTO facts VALUES (?, ?)", [name, json.dumps(value)])

    # Steps ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a step."""
        self._con.execute("BEGIN")

    def commit(self, outgoing: Iterable[tuple[Path, Path]]) -> None:
        """Finish a step, remembering files that are prepared but not yet published."""
        for prepared, final in outgoing:
            self._con.execute("INSERT INTO outgoing VALUES (?, ?)", [str(prepared), str(final)])
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


_ONE_PER_BOOKING = frozenset(
    table for table, kept in KEPT.items() if "PARTITION BY offender_book_id" in kept
)


def prepare(out: Path, catalogue: Catalogue, today: date, facts: Mapping[str, object]) -> None:
    """Make the memory of an estate from the full load that was just written."""
    folder(out).mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder(out) / _FILE)) as con:
        con.execute("CREATE TABLE facts (name VARCHAR, value VARCHAR)")
        con.execute("CREATE TABLE outgoing (prepared VARCHAR, final VARCHAR)")
        for table, kept in KEPT.items():
            contract = catalogue[TableName("nomis", table)]
            columns = ", ".join(f"{c.name} {c.type.duckdb}" for c in contract.columns)
            con.execute(f"CREATE TABLE {table} ({columns})")
            files = sorted(map(str, (out / "nomis" / table).glob("LOAD*.parquet")))
            if not files:
                continue
            names = ", ".join(contract.column_names)
            values: dict[str, object] = {"files": files}
            if "$today" in kept:
                values["today"] = midnight(today)
            # Names come from KEPT and the contract, the values are bound.
            con.execute(
                f"INSERT INTO {table} "  # noqa: S608
                f"SELECT {names} FROM read_parquet($files) WHERE {kept}",
                values,
            )
        for name, value in facts.items():
            con.execute("INSERT INTO facts VALUES (?, ?)", [name, json.dumps(value)])
