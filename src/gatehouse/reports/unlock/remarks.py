"""What is odd about an event, in plain words: clashes, a missing end, and its own notes.

A clash is told as certain only when the recorded times say so. Without an end an event is taken
to last all day (R-DPS-6), which may well be too long; then it may clash, and the reader is told.
"""

from collections.abc import Iterable, Sequence

from gatehouse.reports.names import listed
from gatehouse.reports.unlock.clashes import HEARING_HOURS
from gatehouse.reports.unlock.model import Event, EventKind

NO_END = "no end time recorded"
_FOR_GOOD = frozenset({EventKind.RELEASE, EventKind.TRANSFER})
_BACK = "back "


def remarks(event: Event, among: Iterable[Event]) -> tuple[str, ...]:
    """Everything to know of an event; `among` is all that the person has on."""
    return (*clash_words(event, among), *own_remarks(event))


def own_remarks(event: Event) -> tuple[str, ...]:
    """What is odd about an event itself, whatever else the person has on."""
    return tuple(dict.fromkeys(filter(None, (end_words(event), *event.notes))))


def clash_words(event: Event, among: Iterable[Event]) -> tuple[str, ...]:
    """ "clashes with Dentist", "may clash with Court hearing"; both, one or neither."""
    sure = _certain(event, among)
    unsure = tuple(name for name in event.clashes_with if name not in sure)
    return tuple(
        f"{how} {listed(names)}"
        for how, names in (("clashes with", sure), ("may clash with", unsure))
        if names
    )


def is_certain(event: Event, among: Iterable[Event]) -> bool:
    """Whether the recorded times alone say that the event clashes with another."""
    return bool(_certain(event, among))


def end_words(event: Event) -> str:
    """That an event has no end in its record, when it should have one; empty otherwise."""
    if event.start is None or event.end is not None or not event.is_live:
        return ""
    if event.kind in _FOR_GOOD or any(note.startswith(_BACK) for note in event.notes):
        return ""
    return f"{NO_END}, {HEARING_HOURS} hours assumed" if event.kind is EventKind.HEARING else NO_END


def _certain(event: Event, among: Iterable[Event]) -> tuple[str, ...]:
    """The names it clashes with for certain."""
    if not event.clashes_with:
        return ()
    others = [other for other in among if other is not event and other.is_live]
    return tuple(
        name
        for name in event.clashes_with
        if _is_certain(event, [other for other in others if other.summary == name])
    )


def _is_certain(event: Event, others: Sequence[Event]) -> bool:
    if not others:  # hidden by a filter, so only this event's own times can be judged
        return event.start is not None and event.end is not None
    return any(_meet(event, other) for other in others)


def _meet(one: Event, other: Event) -> bool:
    if one.start is None or other.start is None:
        return False
    if one.start == other.start:
        return True
    first, second = (one, other) if one.start < other.start else (other, one)
    if first.end is None:
        return first.kind in _FOR_GOOD
    return second.start is not None and second.start < first.end
