"""People who must be kept apart and are going to one place in one session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gatehouse.reports.unlock.model import Event

PlaceKey = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two people, by booking, and where they would meet."""

    booking_id: int
    other_booking_id: int
    place: str
    location_id: int | None


def find_meetings(
    pairs: Iterable[tuple[int, int]], events: Mapping[int, Sequence[Event]]
) -> tuple[Meeting, ...]:
    """Pairs of bookings who have live events of the session in the same place.

    Times are not compared: people sent to one place in one session meet on the way.
    """
    going: dict[int, dict[PlaceKey, str]] = {}
    found = []
    for one, other in pairs:
        for booking in (one, other):
            if booking not in going:
                going[booking] = _places(events.get(booking, ()))
        shared = going[one].keys() & going[other].keys()
        found += [Meeting(one, other, going[one][key], key[0]) for key in sorted(shared, key=str)]
    return tuple(found)


def meetings_by_booking(meetings: Iterable[Meeting]) -> dict[int, list[tuple[int, str]]]:
    """Whom each booking would meet, and where."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for meeting in meetings:
        found[meeting.booking_id].append((meeting.other_booking_id, meeting.place))
        found[meeting.other_booking_id].append((meeting.booking_id, meeting.place))
    return found


def _places(events: Iterable[Event]) -> dict[PlaceKey, str]:
    return {
        (event.location_id, "" if event.location_id else event.location): event.location
        for event in events
        if event.is_live and event.location
    }
