"""The unlock list as its page says it: counts in words, people by landing, tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from gatehouse.reports.names import listed
from gatehouse.reports.unlock.model import (
    Event,
    EventKind,
    EventState,
    Person,
    UnlockList,
)

_STATE_TAGS = {
    EventState.CANCELLED: ("Cancelled", "govuk-tag--red"),
    EventState.SUSPENDED: ("Suspended", "govuk-tag--orange"),
    EventState.NOT_REQUIRED: ("Not required", "govuk-tag--grey"),
}
_KIND_TAGS = {
    EventKind.APPOINTMENT: ("Appointment", "govuk-tag--blue"),
    EventKind.VISIT: ("Visit", "govuk-tag--blue"),
    EventKind.HEARING: ("Adjudication", "govuk-tag--blue"),
    EventKind.COURT: ("Court", "govuk-tag--purple"),
    EventKind.TRANSFER: ("Transfer", "govuk-tag--purple"),
    EventKind.RELEASE: ("Release", "govuk-tag--purple"),
    EventKind.TEMPORARY_ABSENCE: ("Temporary absence", "govuk-tag--purple"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A short coloured word; the word carries the meaning."""

    text: str
    look: str


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
    found = (_KIND_TAGS.get(event.kind), _STATE_TAGS.get(event.state))
    return tuple(Tag(*tag) for tag in found if tag)


def subjects(unlock: UnlockList) -> tuple[str, ...]:
    """The prison number of everyone the page names."""
    return numbers((*unlock.people, *unlock.not_placed, *unlock.out))


def numbers(people: Iterable[Person]) -> tuple[str, ...]:
    """Their prison numbers."""
    return tuple(person.number for person in people)


def area(unlock: UnlockList) -> str:
    """The part of the prison a list is of: its wings, or the whole prison."""
    return listed(sorted(unlock.filters.wings)) or unlock.prison
