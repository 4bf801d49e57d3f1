"""The unlock list in words: events, hours, sessions and the sum that proves it is whole."""

from dataclasses import replace
from datetime import date, time

from gatehouse.reports.names import listed, people
from gatehouse.reports.unlock.clashes import COMES_FIRST
from gatehouse.reports.unlock.model import (
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Slot,
)
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


def event_words(event: Event) -> str:
    """One event on one line, with its notes, whether it still stands, and what it clashes with."""
    about = [hours_words(event.start, event.end), event.summary]
    line = _STATES[event.state] + " ".join(part for part in about if part)
    if event.location:
        line += f", {event.location}"
    remarks = [*event.notes]
    if event.clashes_with:
        remarks.insert(0, f"clashes with {listed(event.clashes_with)}")
    return f"{line} ({'; '.join(remarks)})" if remarks else line


def events_words(person: Person) -> str:
    """Everything a person has on, a line each; "Nothing on" when there is nothing."""
    return "\n".join(event_words(event) for event in person.events) or NOTHING_ON


def paper_words(person: Person) -> str:
    """Everything a person has on and what a wing should know, short enough for paper.

    Events that cannot all be kept are said once, below them, with the one that comes first.
    """
    lines = [_paper_line(event) for event in person.events] or [NOTHING_ON]
    clashing = [event for event in person.events if event.clashes_with]
    if clashing:
        ranks = list(EventKind)
        first = min(clashing, key=lambda event: ranks.index(event.kind))
        tied = sum(event.kind is first.kind for event in clashing) > 1
        lines.append("Clash" if tied else f"Clash: {first.summary} {COMES_FIRST}")
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
    """The line of rule 10, that everyone in the prison's care is counted once."""
    hidden = sum(count for _, count in whole.hidden)
    why = listed([f"{count:,} {reason}" for reason, count in whole.hidden])
    sums = (
        f"{whole.listed:,} listed + {hidden:,} hidden{f' ({why})' if why else ''} + "
        f"{whole.not_placed:,} could not be placed + {whole.out:,} out = "
        f"{whole.listed + hidden + whole.not_placed + whole.out:,}. In our care: "
        f"{whole.in_care:,}. Roll (in): {whole.roll:,}, out: {whole.out:,}."
    )
    return sums if whole.holds else f"DOES NOT ADD UP. {sums}"
