"""The unlock list in words: events, hours, sessions and the sum that proves it is whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from gatehouse.reports.names import people
from gatehouse.reports.unlock.clashes import COMES_FIRST
from gatehouse.reports.unlock.model import (
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Slot,
)
from gatehouse.reports.unlock.remarks import is_certain, remarks
from gatehouse.reports.unlock.slots import SESSION_NAMES

_STATES = {
    EventState.CANCELLED: "Cancelled: ",
    EventState.SUSPENDED: "Suspended: ",
    EventState.NOT_REQUIRED: "Not required: ",
    EventState.PLANNED: "",
}
NOTHING_ON = "Nothing on"


def session_words(slot: Slot) -> str:
    """Morning (AM)."""
    return f"{SESSION_NAMES[slot].capitalize()} ({slot.value})"


def day_words(day: date) -> str:
    """Tuesday 24 November 2026."""
    return f"{day:%A %-d %B %Y}"


def hours_words(start: time | None, end: time | None) -> str:
    """09:00 to 11:30; what is missing is left out."""
    if start and end:
        return f"{start:%H:%M} to {end:%H:%M}"
    if start:
        return f"{start:%H:%M}"
    return f"until {end:%H:%M}" if end else ""


def event_words(event: Event, among: Sequence[Event] = ()) -> str:
    """One event on one line, whether it still stands, and in brackets what is odd about it.

    `among` is all that the person has on.
    """
    about = [hours_words(event.start, event.end), event.summary]
    line = _STATES[event.state] + " ".join(part for part in about if part)
    if event.location:
        line += f", {event.location}"
    odd = remarks(event, among)
    return f"{line} ({'; '.join(odd)})" if odd else line


def events_words(person: Person) -> str:
    """Everything a person has on, a line each; "Nothing on" when there is nothing."""
    return "\n".join(event_words(event, person.events) for event in person.events) or NOTHING_ON


def paper_words(person: Person) -> str:
    """Everything a person has on and what a wing should know, short enough for paper.

    Events that cannot all be kept are said once, below them, with the one that comes first.
    """
    lines = [_paper_line(event) for event in person.events] or [NOTHING_ON]
    clashing = [event for event in person.events if event.clashes_with]
    if clashing:
        certain = any(is_certain(event, person.events) for event in clashing)
        clash = "Clash" if certain else "May clash"
        ranks = list(EventKind)
        first = min(clashing, key=lambda event: ranks.index(event.kind))
        tied = sum(event.kind is first.kind for event in clashing) > 1
        lines.append(clash if tied else f"{clash}: {first.summary} {COMES_FIRST}")
    return "\n".join([*lines, *person.notes])


def _paper_line(event: Event) -> str:
    notes = tuple(note for note in event.notes if not note.endswith(COMES_FIRST))
    return event_words(replace(event, clashes_with=(), notes=notes))


def counts_words(shown: tuple[Person, ...]) -> str:
    """ "45 people: 30 to unlock, 22 leaving the wing, 8 staying on it"; cancelled do not count."""
    to_unlock = [person for person in shown if person.has_event]
    leaving = sum(person.leaves_wing for person in to_unlock)
    return (
        f"{people(len(shown))}: {len(to_unlock):,} to unlock, {leaving:,} leaving the wing, "
        f"{len(to_unlock) - leaving:,} staying on it."
    )


def completeness_words(whole: Completeness) -> str:
    """The line of rule 10, that everyone in the prison's care is counted once; on page and paper.

    133 listed + 844 not listed (another wing: 844) + 1 could not be placed + 21 out = 999. In our
    care: 999. Roll: 978 in, 21 out.
    """
    hidden = sum(count for _, count in whole.hidden)
    why = ", ".join(f"{reason}: {count:,}" for reason, count in whole.hidden)
    sums = (
        f"{whole.listed:,} listed + {hidden:,} not listed{f' ({why})' if why else ''} + "
        f"{whole.not_placed:,} could not be placed + {whole.out:,} out = "
        f"{whole.listed + hidden + whole.not_placed + whole.out:,}. In our care: "
        f"{whole.in_care:,}. Roll: {whole.roll:,} in, {whole.out:,} out."
    )
    return sums if whole.holds else f"DOES NOT ADD UP. {sums}"
