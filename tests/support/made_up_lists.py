"""Unlock lists made up by Hypothesis, whole in every field."""

from datetime import date, datetime, time

from hypothesis import strategies as st

from gatehouse.lake.moment import Moment
from gatehouse.reports.unlock.model import (
    Alert,
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Place,
    Slot,
    Staying,
    UnlockFilters,
    UnlockList,
    WithEvents,
)

words = st.text(max_size=12)
few_words = st.sampled_from(["", "Woodwork", "Gym", "Dentist", "Leeds Crown Court"])
times = st.one_of(st.none(), st.times(time(8), time(9)).map(lambda t: t.replace(microsecond=0)))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))

events = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    summary=few_words,
    location=few_words,
    slot=st.sampled_from(Slot),
    start=times,
    end=times,
    state=st.sampled_from(EventState),
    leaves_wing=st.booleans(),
    category=words,
    clashes_with=st.lists(words, max_size=2).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
)
alerts = st.builds(Alert, code=st.sampled_from(["HA", "XEL", "PEEP", "XR"]), label=few_words)


def people(numbers: st.SearchStrategy[str]) -> st.SearchStrategy[Person]:
    """One person with a number from `numbers`."""
    return st.builds(
        Person,
        number=numbers,
        last_name=words,
        first_name=words,
        wing=st.sampled_from(["A", "B"]),
        landing=st.sampled_from(["A-1", "A-2", "B-1"]),
        cell=st.sampled_from(["", "A-1-001", "A-1-002", "B-1-001"]),
        place=st.sampled_from(Place),
        category=words,
        incentive=words,
        alerts=st.lists(alerts, max_size=3, unique=True).map(tuple),
        events=st.lists(events, max_size=4).map(tuple),
        notes=st.lists(words, max_size=2, unique=True).map(tuple),
    )


filters = st.builds(
    UnlockFilters,
    wings=st.frozensets(words, max_size=2),
    landings=st.frozensets(words, max_size=2),
    staying=st.sampled_from(Staying),
    with_events=st.sampled_from(WithEvents),
    categories=st.frozensets(words, max_size=2),
    alerts=st.frozensets(words, max_size=2),
    show_cancelled=st.booleans(),
    search=words,
)
numbers = st.integers(1000, 1040).map(lambda n: f"A{n}AA")


@st.composite
def unlock_lists(draw: st.DrawFn) -> UnlockList:
    """A list in which every person is in one of the three groups, once."""
    everyone = draw(st.lists(people(numbers), max_size=9, unique_by=lambda p: p.number))
    count = len(everyone)
    one, two = sorted(draw(st.tuples(st.integers(0, count), st.integers(0, count))))
    return UnlockList(
        prison_id="MDI",
        prison="Moorland",
        on=draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        slot=draw(st.sampled_from(Slot)),
        filters=draw(filters),
        people=tuple(everyone[:one]),
        not_placed=tuple(everyone[one:two]),
        out=tuple(everyone[two:]),
        completeness=Completeness(
            listed=one,
            hidden=draw(st.lists(st.tuples(words, st.integers(0, 9)), max_size=2).map(tuple)),
            not_placed=two - one,
            out=count - two,
            roll=two,
            in_care=count,
        ),
        moment=Moment(
            draw(st.integers(0, 2**40)),
            draw(moments),
            draw(st.sampled_from([(), ("nomis.offender_alerts", "nomis.offenders")])),
        ),
        made_at=draw(moments),
        late=draw(st.booleans()),
        warnings=draw(st.lists(words, max_size=2).map(tuple)),
    )
