"""Events of one person that cannot all be kept, and which comes first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise

from gatehouse.reports.unlock.happenings import Happening
from gatehouse.reports.unlock.model import Event, EventKind

Span = tuple[time, time]
HEARING_HOURS = 2
COMES_FIRST = "comes first"
_HOURS = 24
_TWO = 2
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


def with_clashes(happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """The same happenings, earliest first, each naming the live events it overlaps (R-DPS-6).

    The one that comes later in the order of precedence also says which comes first.
    """
    if len(happenings) < _TWO:
        return tuple(happenings)
    live = [(item.event, _span(item.event)) for item in happenings if item.event.is_live]
    if all(one[1] <= following[0] for (_, one), (_, following) in pairwise(live)):
        return tuple(happenings)  # each is over before the next begins: so it is for most people
    clashing = {
        id(event): others
        for event, span in live
        if (others := [o for o, other in live if o is not event and _overlap(span, other)])
    }
    return tuple(
        Happening(_clashed(happening.event, clashing[id(happening.event)]), happening.slot)
        if id(happening.event) in clashing
        else happening
        for happening in happenings
    )


def overlap(one: Event, other: Event) -> bool:
    """Whether two events overlap: without a start or an end, an event takes the whole day."""
    return _overlap(_span(one), _span(other))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _clashed(event: Event, others: Sequence[Event]) -> Event:
    first = min(others, key=_rank)
    gives_way = _RANK[first.kind] < _RANK[event.kind]
    return replace(
        event,
        clashes_with=tuple(dict.fromkeys(other.summary for other in others)),
        notes=(*event.notes, f"{first.summary} {COMES_FIRST}") if gives_way else event.notes,
    )


def _rank(event: Event) -> int:
    return _RANK[event.kind]


def _span(event: Event) -> Span:
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
