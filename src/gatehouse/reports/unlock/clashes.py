"""Events of one person that cannot all be kept, and which comes first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from gatehouse.reports.unlock.happenings import Happening
from gatehouse.reports.unlock.model import Event, EventKind

HEARING_HOURS = 2
_HOURS = 24
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


def with_clashes(happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """The same happenings, each naming the live events it overlaps (R-DPS-6).

    The one that comes later in the order of precedence also says which comes first.
    """
    live = [happening.event for happening in happenings if happening.event.is_live]
    if len(live) <= 1:
        return tuple(happenings)
    clashed = ((happening, _clashed(happening.event, live)) for happening in happenings)
    return tuple(
        happening if event is happening.event else replace(happening, event=event)
        for happening, event in clashed
    )


def overlap(one: Event, other: Event) -> bool:
    """Whether two events overlap: without a start or an end, an event takes the whole day."""
    one_starts, one_ends = _span(one)
    other_starts, other_ends = _span(other)
    return one_starts < other_ends and other_starts < one_ends


def _clashed(event: Event, live: Sequence[Event]) -> Event:
    if not event.is_live:
        return event
    others = [other for other in live if other is not event and overlap(event, other)]
    if not others:
        return event
    first = min(others, key=lambda other: _RANK[other.kind])
    gives_way = _RANK[first.kind] < _RANK[event.kind]
    return replace(
        event,
        clashes_with=tuple(other.summary for other in others),
        notes=(*event.notes, f"{first.summary} comes first") if gives_way else event.notes,
    )


def _span(event: Event) -> tuple[time, time]:
    if event.start is None:
        return time.min, time.max
    if event.end is not None:
        return event.start, event.end
    if event.kind is EventKind.HEARING:
        # A hearing has no end in its record; two hours are assumed.
        late = event.start.hour + HEARING_HOURS >= _HOURS
        return event.start, (
            time.max if late else event.start.replace(hour=event.start.hour + HEARING_HOURS)
        )
    return time.min, time.max
