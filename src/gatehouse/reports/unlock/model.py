"""The unlock list's values: people, what they have on, and the sum that proves it is whole."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from gatehouse.lake.moment import Moment


class Slot(StrEnum):
    """A session of the prison day."""

    AM = "AM"
    PM = "PM"
    ED = "ED"


class EventKind(StrEnum):
    """Where an event comes from, in order of precedence (court first)."""

    COURT = "court"
    TRANSFER = "transfer"
    RELEASE = "release"
    TEMPORARY_ABSENCE = "temporary absence"
    VISIT = "visit"
    HEARING = "adjudication hearing"
    APPOINTMENT = "appointment"
    ACTIVITY = "activity"

    @property
    def is_external(self) -> bool:
        """Whether the person leaves the prison; such events are never hidden by a filter."""
        return self in (
            EventKind.COURT,
            EventKind.TRANSFER,
            EventKind.RELEASE,
            EventKind.TEMPORARY_ABSENCE,
        )


class EventState(StrEnum):
    """Whether an event still stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    NOT_REQUIRED = "not required"


class Place(StrEnum):
    """Where a person in the prison's care is now."""

    CELL = "in cell"
    RECEPTION = "in reception"
    NO_CELL = "no cell"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person has on in the session.

    `notes` say what is odd about it in plain words: "no attendance record", "runs past the
    session", "clashes with Dentist". `category` is the activity category, activities only.
    `attendance` is empty, "none", "to record" or the outcome code, activities only. A court
    hearing by video link is external in kind, yet `leaves_prison` is not set.
    """

    kind: EventKind
    summary: str
    location: str
    slot: Slot
    start: time | None
    end: time | None
    state: EventState = EventState.PLANNED
    leaves_wing: bool = False
    category: str = ""
    clashes_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    event_id: int = 0
    location_id: int | None = None
    attendance: str = ""
    leaves_prison: bool = False

    @property
    def is_live(self) -> bool:
        """Whether the person is to be unlocked for it."""
        return self.state is EventState.PLANNED


@dataclass(frozen=True, slots=True)
class Alert:
    """An active alert that a wing needs to see."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person in the prison's care, with everything the wing needs for this session.

    `cell` is the path without the prison ("1-2-014"); empty when there is none. `wing` and
    `landing` are names to show. `notes` hold person-level reasons ("in reception", "out at
    court since 08:40", "non-association with … in Woodwork").
    """

    number: str
    last_name: str
    first_name: str
    wing: str
    landing: str
    cell: str
    place: Place
    category: str = ""
    incentive: str = ""
    alerts: tuple[Alert, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()
    csra: str = ""
    booking_id: int = 0

    @property
    def leaves_wing(self) -> bool:
        """Whether any live event takes the person off the wing."""
        return any(event.leaves_wing for event in self.events if event.is_live)

    @property
    def has_event(self) -> bool:
        """Whether anything live is on."""
        return any(event.is_live for event in self.events)


class Staying(StrEnum):
    """The staying-or-leaving filter."""

    BOTH = "both"
    LEAVING = "leaving"
    STAYING = "staying"


class WithEvents(StrEnum):
    """Which of the three lists: people with something on, with nothing, or everyone."""

    WITH = "with"
    WITHOUT = "without"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class UnlockFilters:
    """What the reader asked to see; an empty set means all."""

    wings: frozenset[str] = frozenset()
    landings: frozenset[str] = frozenset()
    staying: Staying = Staying.BOTH
    with_events: WithEvents = WithEvents.BOTH
    categories: frozenset[str] = frozenset()
    alerts: frozenset[str] = frozenset()
    show_cancelled: bool = True
    search: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """The sum of rule 10, for the area asked for.

    listed + hidden (by filter, each person under the first that hid them) + could not be placed
    + out = in care; and roll (in) + out = in care. `restricted` people are part of `hidden`:
    counted, never named.
    """

    listed: int
    hidden: tuple[tuple[str, int], ...]
    not_placed: int
    out: int
    roll: int
    in_care: int

    @property
    def holds(self) -> bool:
        """Whether everyone is counted once."""
        hidden = sum(count for _, count in self.hidden)
        return (
            self.listed + hidden + self.not_placed + self.out == self.in_care
            and self.roll + self.out == self.in_care
        )


@dataclass(frozen=True, slots=True)
class UnlockList:
    """The unlock list of one prison, day and session."""

    prison_id: str
    prison: str
    on: date
    slot: Slot
    filters: UnlockFilters
    people: tuple[Person, ...]
    not_placed: tuple[Person, ...]
    out: tuple[Person, ...]
    completeness: Completeness
    moment: Moment
    made_at: datetime
    late: bool
    warnings: tuple[str, ...] = field(default=())
