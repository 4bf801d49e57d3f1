"""How one person's events differ between two lists: each event is matched with at most one."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import time
from enum import StrEnum

from gatehouse.reports.unlock.model import Event, EventState

# The closest match first: the same event; then one that was only cancelled or put back; then one
# at another time; then one in another place; last, one of the same name.
_LIKENESS: tuple[Callable[[Event], Hashable], ...] = (
    lambda e: (e.kind, e.summary, e.location, e.slot, e.start, e.end, e.state),
    lambda e: (e.kind, e.summary, e.location, e.slot, e.start, e.end),
    lambda e: (e.kind, e.summary, e.location),
    lambda e: (e.kind, e.summary, e.slot, e.start, e.end),
    lambda e: (e.kind, e.summary),
)


class EventChange(StrEnum):
    """What happened to an event."""

    CANCELLED = "cancelled"
    REINSTATED = "back on"
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


def event_changes(
    before: Sequence[Event], after: Sequence[Event]
) -> Iterator[tuple[EventChange, str]]:
    """Each difference once, with words: changed ones, then new ones, then those gone."""
    pairs, gone, new = _matched(before, after)
    for was, now in pairs:
        if change := _pair_change(was, now):
            yield change, _pair_words(was, now)
    for event in new:
        yield EventChange.NEW, event_words(event)
    for event in gone:
        yield EventChange.GONE, event_words(event)


def event_words(event: Event) -> str:
    """An event in one line: 08:30 Woodwork, Workshop 4 (cancelled)."""
    words = " ".join(filter(None, (_times(event.start, event.end), event.summary)))
    place = f", {event.location}" if event.location else ""
    state = "" if event.state is EventState.PLANNED else f" ({event.state})"
    return f"{words}{place}{state}"


def _matched(
    before: Sequence[Event], after: Sequence[Event]
) -> tuple[list[tuple[Event, Event]], list[Event], list[Event]]:
    pairs: list[tuple[Event, Event]] = []
    gone, new = list(before), list(after)
    for likeness in _LIKENESS:
        waiting: dict[Hashable, list[Event]] = {}
        for event in new:
            waiting.setdefault(likeness(event), []).append(event)
        left: list[Event] = []
        for event in gone:
            if found := waiting.get(likeness(event)):
                pairs.append((event, found.pop(0)))
            else:
                left.append(event)
        gone, new = left, [event for events in waiting.values() for event in events]
    return pairs, gone, new


def _pair_change(was: Event, now: Event) -> EventChange | None:
    if was.is_live and not now.is_live:
        return EventChange.CANCELLED
    if now.is_live and not was.is_live:
        return EventChange.REINSTATED
    return EventChange.CHANGED if _differences(was, now) else None


def _pair_words(was: Event, now: Event) -> str:
    """The event as it is now, then everything that was otherwise."""
    was_words = "; ".join(_differences(was, now))
    return f"{event_words(now)}: {was_words}"


def _differences(was: Event, now: Event) -> list[str]:
    found = []
    if was.state is not now.state:
        found.append(f"was {was.state}")
    if (was.start, was.end) != (now.start, now.end):
        found.append(f"was at {_times(was.start, was.end) or 'no set time'}")
    if was.slot is not now.slot:
        found.append(f"was in {was.slot}")
    if was.location != now.location:
        found.append(f"was in {was.location or 'no set place'}")
    return found


def _times(start: time | None, end: time | None) -> str:
    if start is None:
        return f"until {end:%H:%M}" if end else ""
    return f"{start:%H:%M} to {end:%H:%M}" if end else f"{start:%H:%M}"
