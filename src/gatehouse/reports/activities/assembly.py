"""Today's activities from the same day, people and events as the unlock list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from gatehouse.access import Scope
from gatehouse.definitions import Product
from gatehouse.reports.activities.model import Activities, Expected, Session
from gatehouse.reports.places import NaturalKey, natural_key
from gatehouse.reports.reading import Reading
from gatehouse.reports.unlock.assembly import cell_order
from gatehouse.reports.unlock.day import Day, read_day
from gatehouse.reports.unlock.model import Event, EventKind, Person, Slot
from gatehouse.reports.unlock.people import events_in, person_of


def build_activities(  # noqa: PLR0917 - the same facts wherever a list is asked for
    reading: Reading,
    product: Product,
    scope: Scope,
    prison_id: str,
    on: date,
    slot: Slot,
    now: datetime,
) -> Activities:
    """The activities of one prison, day and session. `now` is local time.

    Raises `Denied` when the prison is not within the scope.
    """
    return activities_of_day(
        read_day(reading, product, scope, prison_id, on=on, now=now), slot, now
    )


def activities_of_day(day: Day, slot: Slot, now: datetime) -> Activities:
    """The activities of one session of a day that has been read.

    Someone who is out stays on the session they are allocated to, with the reason beside them.
    """
    people = [
        person_of(day, record, events_in(day.happenings.get(record.booking_id, ()), slot))
        for record in day.records
        if record.booking_id not in day.restricted
    ]
    inside = {record.booking_id for record in day.records if record.is_in}
    without = [
        person for person in people if person.booking_id in inside and not _has_activity(person)
    ]
    unnamed = len(day.restricted & inside)
    return Activities(
        prison_id=day.prison_id,
        prison=day.prison,
        on=day.on,
        slot=slot,
        sessions=_sessions(people),
        without=tuple(sorted(without, key=cell_order)),
        allocated=len(inside) - unnamed - len(without),
        unnamed=unnamed,
        out=len(day.records) - len(inside),
        in_care=day.in_care,
        moment=day.moment,
        made_at=now,
        late=day.moment.is_late(now),
    )


def _sessions(people: Iterable[Person]) -> tuple[Session, ...]:
    found: dict[int, list[Expected]] = defaultdict(list)
    for person in people:
        for event in person.events:
            if event.kind is EventKind.ACTIVITY:
                found[event.event_id].append(Expected(person, event))
    return tuple(sorted((_session(expected) for expected in found.values()), key=_order))


def _session(expected: list[Expected]) -> Session:
    event: Event = expected[0].event
    return Session(
        activity=event.summary,
        category=event.category,
        location=event.location,
        start=event.start,
        end=event.end,
        expected=tuple(sorted(expected, key=lambda one: cell_order(one.person))),
    )


def _has_activity(person: Person) -> bool:
    return any(event.kind is EventKind.ACTIVITY and event.is_live for event in person.events)


def _order(session: Session) -> tuple[str, NaturalKey, str]:
    start = f"{session.start:%H:%M}" if session.start else ""
    return session.activity.lower(), natural_key(session.location), start
