"""The calendar: sessions, attendance, appointments and visits, day by day.

These are the big tables, so they are made by the column in DuckDB, some days at a time: memory
stays bounded over years. Ids follow from the day and the place in a list, and chance from a small
integer hash of our own, so that a seed gives the same rows on every version and machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from gatehouse.estate.calendar_sql import APPOINTMENTS, ATTENDANCE, MACROS, SESSIONS, VISITS
from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Loads
from gatehouse.estate.people import Person
from gatehouse.estate.places import Places
from gatehouse.estate.sessions import DAY_NAMES, SLOTS, Seat, Session

_ROWS_AT_ONCE = 300_000
# Kind of appointment, where it is, and how common it is.
_APPOINTMENTS = (
    ("KWS", "interview", 5),
    ("MEDO", "doctor", 4),
    ("MEDE", "dentist", 2),
    ("MEOT", "clinic", 4),
    ("OMU", "interview", 3),
    ("CHAP", "faith", 1),
    ("CAPR", "video", 1),
    ("CALA", "legal", 1),
    ("PRM", "interview", 1),
    ("IMM", "interview", 1),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days a calendar covers: `behind` of them before today and `ahead` after it."""

    now: datetime
    behind: int
    ahead: int

    @property
    def first(self) -> date:
        """The first day."""
        return self.now.date() - timedelta(days=self.behind)

    def chunks(self, size: int) -> Iterator[tuple[date, date]]:
        """First and last days of pieces of at most that many days."""
        day, last = self.first, self.now.date() + timedelta(days=self.ahead)
        while day <= last:
            upto = min(day + timedelta(days=size - 1), last)
            yield day, upto
            day = upto + timedelta(days=1)


class Calendar:
    """Gathers what repeats, then writes every day of it."""

    def __init__(self, counters: Counters, loads: Loads, seed: int, span: Span) -> None:
        self._counters = counters
        self._loads = loads
        self._seed = seed
        self._span = span
        self._sessions: list[Session] = []
        self._seats: list[Seat] = []
        self._residents: list[tuple[int, str, date, date | None, bool]] = []
        self._rooms: list[tuple[str, str, str, int]] = []

    def include(self, sessions: list[Session], seats: list[Seat], places: Places) -> None:
        """Add a prison's regime."""
        self._sessions += sessions
        self._seats += seats
        prison = places.prison.id
        for kind, purpose, _ in _APPOINTMENTS:
            self._rooms.append((prison, "APP", kind, places.room(purpose)))
        self._rooms.append((prison, "VIS", "SCON", places.room("visits")))
        self._rooms.append((prison, "VIS", "OFFI", places.room("legal")))

    def live_here(self, people: list[Person]) -> None:
        """Add people who may have appointments and visits."""
        for person in people:
            end = person.left.date() if person.left else None
            start = person.arrived.date() + timedelta(days=1)
            row = (person.book, person.prison.id, start, end, person.sentence.remand)
            self._residents.append(row)

    def write(self) -> None:
        """Write every day of every table."""
        with duckdb.connect() as con:
            con.execute("SET enable_progress_bar = false")
            con.execute(MACROS)
            self._register(con)
            bases = self._bases()
            size = max(1, _ROWS_AT_ONCE // max(len(self._seats), 1))
            for first, last in self._span.chunks(size):
                for table, query in (
                    ("course_schedules", SESSIONS),
                    ("offender_course_attendances", ATTENDANCE),
                    ("offender_ind_schedules", APPOINTMENTS),
                    ("offender_visits", VISITS),
                ):
                    values = {"first": first, "last": last} | bases[table]
                    self._loads.write(table, self._query(con, query, values))

    def _query(
        self, con: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]
    ) -> pa.Table:
        known = {"seed": self._seed, "now": self._span.now, "day_zero": self._span.first}
        named = {k: v for k, v in (known | values).items() if f"${k}" in query}
        return con.sql(query, params=named).to_arrow_table()

    def _bases(self) -> dict[str, dict[str, int]]:
        days = self._span.behind + self._span.ahead + 1
        sessions = self._counters.block("session", days * len(self._sessions))
        seats, residents = len(self._seats), len(self._residents)
        attendance = self._counters.block("event", days * seats)
        return {
            "course_schedules": {"session_base": sessions, "sessions": len(self._sessions)},
            "offender_course_attendances": {
                "session_base": sessions,
                "sessions": len(self._sessions),
                "base": attendance,
                "stride": seats,
            },
            "offender_ind_schedules": {
                "base": self._counters.block("event", days * residents),
                "stride": residents,
                "kinds": sum(weight for *_, weight in _APPOINTMENTS),
            },
            "offender_visits": {
                "base": self._counters.block("visit", days * residents),
                "stride": residents,
            },
        }

    def _register(self, con: duckdb.DuckDBPyConnection) -> None:
        tables = {
            "sessions_": self._session_table(),
            "seats_": self._seat_table(),
            "residents_": _columns(
                ("book", "prison", "start_day", "end_day", "remand"), self._residents, {2, 3}
            ),
            "rooms_": _columns(("prison", "class", "kind", "room"), self._rooms, set()),
            "kinds_": _kinds(),
            "slots_": _columns(
                ("slot", "start_time", "end_time"), [(k, *v) for k, v in SLOTS.items()], set()
            ),
            "weekdays_": _columns(("position", "name"), list(enumerate(DAY_NAMES)), set()),
        }
        for name, table in tables.items():
            con.register("given", table)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - fixed names
            con.unregister("given")

    def _session_table(self) -> pa.Table:
        rows = [(s.ordinal, s.activity, s.slot, s.days) for s in self._sessions]
        return _columns(("ordinal", "activity", "slot", "days"), rows, set())

    def _seat_table(self) -> pa.Table:
        rows = [
            (
                index,
                seat.session.ordinal,
                seat.session.activity,
                seat.session.slot,
                seat.session.days & ~seat.excluded,
                seat.book,
                seat.profile,
                seat.programme,
                seat.reason,
                seat.place,
                seat.prison,
                seat.start,
                seat.end,
                seat.suspended,
            )
            for index, seat in enumerate(self._seats)
        ]
        names = ("seat", "ordinal", "activity", "slot", "days", "book", "profile", "programme")
        more = ("reason", "place", "prison", "start_day", "end_day", "suspended")
        return _columns((*names, *more), rows, {11, 12})


def _kinds() -> pa.Table:
    spread = [kind for kind, _, weight in _APPOINTMENTS for _ in range(weight)]
    return _columns(("position", "kind"), list(enumerate(spread)), set())


def _columns(names: tuple[str, ...], rows: list[Any], dates: set[int]) -> pa.Table:
    """Rows as an Arrow table; `dates` are the places of columns that may be wholly empty."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.table(
        {
            name: pa.array(values[place], pa.date32() if place in dates else None)
            for place, name in enumerate(names)
        }
    )
