"""Two sessions of invented activities, one of them cancelled."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from gatehouse.lake.moment import Moment
from gatehouse.reports.activities.model import Activities, Expected, Session
from gatehouse.reports.unlock.model import Event, Slot

from .people import MATHS_OFF, OUT, PEOPLE, WORKSHOP


def activities_of(on: date, slot: Slot, now: datetime, as_at: datetime) -> Activities:
    """Nothing is on in the evening."""
    sessions = () if slot is Slot.ED else (_textiles(), _session(MATHS_OFF, 2))
    allocated = 0 if slot is Slot.ED else 1
    return Activities(
        prison_id="MDI",
        prison="Moorland (HMP & YOI)",
        on=on,
        slot=slot,
        sessions=sessions,
        without=PEOPLE[allocated:],
        allocated=allocated,
        unnamed=1,
        out=len(OUT),
        in_care=len(PEOPLE) + 1 + len(OUT),
        moment=Moment(7, as_at),
        made_at=now,
        late=now - as_at > timedelta(minutes=15),
    )


def _textiles() -> Session:
    return _session(replace(WORKSHOP, attendance="to record", clashes_with=("Dentist",)), 0)


def _session(event: Event, person: int) -> Session:
    expected = (Expected(PEOPLE[person], event),)
    return Session(event.summary, event.category, event.location, event.start, event.end, expected)
