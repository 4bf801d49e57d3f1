"""The activities of a session: who is expected where, and whose attendance is still to record."""

from dataclasses import dataclass
from datetime import date, datetime, time

from gatehouse.lake.moment import Moment
from gatehouse.reports.unlock.model import Event, EventState, Person, Slot

TO_RECORD = "to record"
NO_RECORD = "none"


@dataclass(frozen=True, slots=True)
class Expected:
    """One person allocated to a session, and the event that says so."""

    person: Person
    event: Event

    @property
    def attendance(self) -> str:
        """In words: "attended", "to record", "no attendance record" …"""
        return _WORDS.get(self.event.attendance, self.event.attendance)

    @property
    def is_recorded(self) -> bool:
        """Whether attendance has been recorded."""
        return self.event.attendance not in ("", NO_RECORD, TO_RECORD)

    @property
    def is_to_record(self) -> bool:
        """Whether it still has to be; never so for an event that does not stand."""
        return not self.is_recorded and self.event.state is EventState.PLANNED


@dataclass(frozen=True, slots=True)
class Session:
    """One session of an activity, with everyone allocated to it."""

    activity: str
    category: str
    location: str
    start: time | None
    end: time | None
    expected: tuple[Expected, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody of it is to come, because it was called off."""
        return all(one.event.state is EventState.CANCELLED for one in self.expected)

    @property
    def live(self) -> int:
        """People to expect."""
        return sum(one.event.is_live for one in self.expected)

    @property
    def recorded(self) -> int:
        """People whose attendance is recorded."""
        return sum(one.is_recorded for one in self.expected)

    @property
    def to_record(self) -> int:
        """People whose attendance is still to be recorded."""
        return sum(one.is_to_record for one in self.expected)

    @property
    def clashing(self) -> int:
        """People who have something else on at the same time."""
        return sum(bool(one.event.clashes_with) for one in self.expected)


@dataclass(frozen=True, slots=True)
class Activities:
    """The activities of one prison, day and session.

    `without` are people in the prison with no live activity in the session. `unnamed` are
    limited-access people, counted and not named, whether they have an activity or not.
    `allocated` + `without` + `unnamed` + `out` = in care: each person counted once.
    """

    prison_id: str
    prison: str
    on: date
    slot: Slot
    sessions: tuple[Session, ...]
    without: tuple[Person, ...]
    allocated: int
    unnamed: int
    out: int
    in_care: int
    moment: Moment
    made_at: datetime
    late: bool

    @property
    def holds(self) -> bool:
        """Whether everyone is counted once."""
        return self.allocated + len(self.without) + self.unnamed + self.out == self.in_care


_WORDS = {
    "": "",
    NO_RECORD: "no attendance record",
    TO_RECORD: TO_RECORD,
    "ATT": "attended",
    "ACCAB": "acceptable absence",
    "UNACAB": "unacceptable absence",
    "CANC": "session cancelled",
    "NREQ": "not required",
    "SUS": "suspended",
    "ABS": "absent",
    "REST": "rest day",
}
