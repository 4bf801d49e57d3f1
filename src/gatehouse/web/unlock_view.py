"""The unlock list as its page says it: counts, people by landing, tags and warnings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from gatehouse.reports.names import listed
from gatehouse.reports.unlock.assembly import KEEP_APART
from gatehouse.reports.unlock.model import Event, EventKind, EventState, Person, UnlockList
from gatehouse.reports.unlock.remarks import clash_words, own_remarks
from gatehouse.reports.unlock.words import hours_words
from gatehouse.web.words import capitalised

ALL_WINGS = "All wings"
_APART = "must be kept apart"
_STATE_TAGS = {
    EventState.CANCELLED: ("Cancelled", "red"),
    EventState.SUSPENDED: ("Suspended", "orange"),
    EventState.NOT_REQUIRED: ("Not required", "grey"),
}
_KIND_TAGS = {
    EventKind.APPOINTMENT: ("Appointment", "blue"),
    EventKind.VISIT: ("Visit", "blue"),
    EventKind.HEARING: ("Adjudication", "blue"),
    EventKind.COURT: ("Court", "purple"),
    EventKind.TRANSFER: ("Transfer", "purple"),
    EventKind.RELEASE: ("Release", "purple"),
    EventKind.TEMPORARY_ABSENCE: ("Temporary absence", "purple"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word on a colour; the word carries the meaning."""

    text: str
    look: str


_TAGS = {
    (kind, state): tuple(Tag(*tag) for tag in (_KIND_TAGS.get(kind), _STATE_TAGS.get(state)) if tag)
    for kind in EventKind
    for state in EventState
}


@dataclass(frozen=True, slots=True)
class Landing:
    """The people of one landing, in order of cell. `starts_wing` when the wing changes here."""

    wing: str
    name: str
    people: tuple[Person, ...]
    starts_wing: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of those listed are to be unlocked, and which way they go."""

    to_unlock: int
    leaving: int
    staying: int
    nothing_on: int


def counts_of(unlock: UnlockList) -> Counts:
    """Counts over the people listed; a cancelled event unlocks nobody."""
    to_unlock = [person for person in unlock.people if person.has_event]
    leaving = sum(person.leaves_wing for person in to_unlock)
    return Counts(
        to_unlock=len(to_unlock),
        leaving=leaving,
        staying=len(to_unlock) - leaving,
        nothing_on=len(unlock.people) - len(to_unlock),
    )


def landings_of(people: Sequence[Person]) -> tuple[Landing, ...]:
    """People by landing, in the order they come in."""
    found: list[Landing] = []
    for (wing, name), group in groupby(people, key=lambda person: (person.wing, person.landing)):
        starts = not found or found[-1].wing != wing
        found.append(Landing(wing, name, tuple(group), starts))
    return tuple(found)


def event_tags(event: Event) -> tuple[Tag, ...]:
    """What kind of event it is, and whether it still stands. An activity needs no tag."""
    return _TAGS[event.kind, event.state]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of an event: whether it stands, its tags, and lines below its name."""

    stands: bool
    tags: tuple[Tag, ...]
    lines: tuple[str, ...]


def told_of(event: Event, among: Sequence[Event]) -> Told:
    """An event in words; `among` is all that the person has on."""
    return _told(event, clash_words(event, among)) if event.clashes_with else _told(event)


@lru_cache(maxsize=4096)  # most people of a session share all that is said of it
def _told(event: Event, clashes: tuple[str, ...] = ()) -> Told:
    odd = (*clashes, *own_remarks(event))
    lines = filter(None, (when_and_where(event), *map(capitalised, odd)))
    return Told(event.is_live, event_tags(event), tuple(lines))


def when_and_where(event: Event) -> str:
    """08:30 to 11:45, Workshop 2 (leaves the wing); what is not recorded is left out."""
    words = ", ".join(filter(None, (hours_words(event.start, event.end), event.location)))
    return f"{words} (leaves the wing)".strip() if event.leaves_wing and event.is_live else words


def pairs_apart(unlock: UnlockList) -> tuple[str, ...]:
    """The warnings that two people would meet who must be kept apart."""
    return tuple(text for text in unlock.warnings if text.startswith(KEEP_APART))


def warnings_of_list(unlock: UnlockList) -> tuple[str, ...]:
    """The warnings about the list itself: those that come before anything else."""
    return tuple(text for text in unlock.warnings if not text.startswith(KEEP_APART))


def is_apart(note: str) -> bool:
    """Whether a note on a person says to keep them from somebody."""
    return note.startswith(_APART)


def subjects(unlock: UnlockList) -> tuple[str, ...]:
    """The prison number of everyone the page names."""
    return numbers((*unlock.people, *unlock.not_placed, *unlock.out))


def numbers(people: Iterable[Person]) -> tuple[str, ...]:
    """Their prison numbers."""
    return tuple(person.number for person in people)


def area(unlock: UnlockList) -> str:
    """The part of the prison a list is of: its wings, or all of them."""
    return listed(sorted(unlock.filters.wings)) or ALL_WINGS
