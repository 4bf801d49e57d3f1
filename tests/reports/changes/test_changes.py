"""What changed since a list was printed: each difference once, to those who may know."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.lake.moment import Moment
from gatehouse.reports.changes import ChangeKind, NotComparableError, compare
from gatehouse.reports.unlock.model import (
    Alert,
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Place,
    Slot,
    UnlockFilters,
    UnlockList,
)
from tests.support.made_up_lists import unlock_lists

PRINTED = Moment(100, datetime(2026, 11, 24, 5, 40))
NOW = Moment(160, datetime(2026, 11, 24, 8, 9))
EVENT = re.compile(r"(\d\d:\d\d) (\w+) (.+) @ (.+?)(?: = (.+))?")


def everyone(_number: str) -> bool:
    return True


def event_of(line: str) -> Event:
    found = EVENT.fullmatch(line)
    assert found, line
    at, kind, summary, place, state = found.groups()
    return Event(
        EventKind(kind),
        summary,
        place,
        Slot.AM,
        time.fromisoformat(at),
        None,
        EventState(state or "planned"),
    )


def person_of(row: dict[str, object]) -> Person:
    last, first = str(row["name"]).split(", ")
    alerts, events, notes = (row.get(key, []) for key in ("alerts", "events", "notes"))
    assert isinstance(alerts, list)
    assert isinstance(events, list)
    assert isinstance(notes, list)
    return Person(
        number=str(row["number"]),
        last_name=last,
        first_name=first,
        wing="A",
        landing="A-1",
        cell=str(row["cell"]),
        place=Place(str(row.get("place", "in cell"))),
        category=str(row.get("category", "")),
        alerts=tuple(Alert(*alert.split(" ", 1)) for alert in alerts),
        events=tuple(map(event_of, events)),
        notes=tuple(notes),
    )


def list_of(people: list[Person], moment: Moment) -> UnlockList:
    listed = tuple(p for p in people if p.place is Place.CELL)
    not_placed = tuple(p for p in people if p.place in {Place.RECEPTION, Place.NO_CELL})
    out = tuple(p for p in people if p.place is Place.OUT)
    roll = len(listed) + len(not_placed)
    return UnlockList(
        "MDI",
        "Moorland",
        date(2026, 11, 24),
        Slot.AM,
        UnlockFilters(),
        listed,
        not_placed,
        out,
        Completeness(len(listed), (), len(not_placed), len(out), roll, len(people)),
        moment,
        moment.data_as_at,
        late=False,
    )


def morning() -> tuple[UnlockList, UnlockList, list[str]]:
    rows = yaml.safe_load((Path(__file__).parent / "fixtures/morning.yaml").read_text("utf-8"))
    printed, now = (list(map(person_of, rows[key])) for key in ("printed", "now"))
    return list_of(printed, PRINTED), list_of(now, NOW), rows["expected"]


def test_a_morning_on_one_wing() -> None:
    before, after, expected = morning()
    changes = compare(before, after, may_see=everyone)
    lines = [
        f"{change.kind} | {change.number} | {change.name} | {change.cell} | {change.words}"
        for change in changes.items
    ]
    assert lines == expected
    assert changes.before == PRINTED
    assert changes.after == NOW
    assert changes.printed_at == before.made_at


@pytest.mark.parametrize("hidden", [f"A100{n}AA" for n in range(1, 10)])
def test_a_person_the_reader_may_not_see_appears_nowhere(hidden: str) -> None:
    before, after, expected = morning()
    changes = compare(before, after, may_see=lambda number: number != hidden)
    assert hidden not in changes.people
    assert len(changes.items) == sum(hidden not in line for line in expected)


def test_a_note_that_is_gone_is_not_repeated() -> None:
    """It may name somebody that only the first reader was allowed to see."""
    person = person_of({"number": "A1001AA", "name": "ADAMS, Alan", "cell": "A-1-001"})
    noted = replace(person, notes=("non-association with SECRET, Sam in Woodwork",))
    changes = compare(list_of([noted], PRINTED), list_of([person], NOW), may_see=everyone)
    assert [c.words for c in changes.items] == ["A note on the printed list no longer applies"]


def test_with_filters_nobody_is_said_to_have_left_the_prison() -> None:
    before, after, _ = morning()
    wing = UnlockFilters(wings=frozenset({"A"}))
    changes = compare(replace(before, filters=wing), replace(after, filters=wing), may_see=everyone)
    gone = changes.of(ChangeKind.LEFT)[-1].words
    assert gone == "No longer on this list: left the prison, or now outside the filters"
    assert changes.of(ChangeKind.ARRIVED)[0].words.startswith("New on this list: cell A-1-007")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prison_id": "LEI"}, "prison MDI, the other LEI"),
        ({"on": date(2026, 11, 25)}, "day 2026-11-24"),
        ({"slot": Slot.PM}, "session AM, the other PM"),
        ({"filters": UnlockFilters(search="SMITH")}, "filters"),
        ({"moment": Moment(99, PRINTED.data_as_at)}, "older than that on the printed list"),
    ],
)
def test_lists_of_different_things_are_not_compared(change: dict[str, object], words: str) -> None:
    before, after, _ = morning()
    fields: dict[str, object] = {name: getattr(after, name) for name in after.__slots__}
    with pytest.raises(NotComparableError, match=words):
        compare(before, UnlockList(**{**fields, **change}), may_see=everyone)  # type: ignore[arg-type] # any one field


@settings(max_examples=40, deadline=None)
@given(unlock_lists())
def test_a_list_compared_with_itself_has_no_changes(unlock: UnlockList) -> None:
    assert compare(unlock, unlock, may_see=everyone).items == ()


@settings(max_examples=40, deadline=None)
@given(unlock_lists(), unlock_lists(), st.frozensets(st.integers(1000, 1040)))
def test_nothing_is_said_twice_or_of_the_unseen(
    one: UnlockList, two: UnlockList, seen: frozenset[int]
) -> None:
    after = replace(
        two,
        on=one.on,
        slot=one.slot,
        filters=one.filters,
        moment=replace(two.moment, position=one.moment.position + 1),
    )
    changes = compare(one, after, may_see=lambda number: int(number[1:5]) in seen)
    assert all(int(number[1:5]) in seen for number in changes.people)
    once = {ChangeKind.ARRIVED, ChangeKind.LEFT, ChangeKind.RETURNED, ChangeKind.MOVED}
    for number in changes.people:
        assert sum(c.kind in once for c in changes.items if c.number == number) <= 1


Mutation = Callable[[Person], Person | None]
WOODWORK = Event(EventKind.ACTIVITY, "Woodwork", "Workshop 4", Slot.AM, time(8, 30), time(11, 30))
CANCELLED = EventState.CANCELLED
MUTATIONS: dict[ChangeKind, Mutation] = {
    ChangeKind.LEFT: lambda _: None,
    ChangeKind.MOVED: lambda p: replace(p, cell=p.cell + "x"),
    ChangeKind.ALERT_OPENED: lambda p: replace(p, alerts=(*p.alerts, Alert("NEW", "New alert"))),
    ChangeKind.ALERT_CLOSED: lambda p: replace(p, alerts=p.alerts[1:]),
    ChangeKind.EVENT_CANCELLED: lambda p: with_event(p, replace(WOODWORK, state=CANCELLED)),
    ChangeKind.EVENT_NEW: lambda p: replace(p, events=(replace(WOODWORK, summary="X"), *p.events)),
    ChangeKind.EVENT_CHANGED: lambda p: with_event(p, replace(WOODWORK, start=time(9))),
    ChangeKind.EVENT_GONE: lambda p: replace(p, events=p.events[:-1]),
    ChangeKind.DETAIL: lambda p: replace(p, category=p.category + "x"),
}


def with_event(person: Person, event: Event) -> Person:
    return replace(person, events=(*person.events[:-1], event))


@settings(max_examples=40, deadline=None)
@given(unlock_lists(), st.data())
def test_every_difference_is_reported_once(unlock: UnlockList, data: st.DataObject) -> None:
    ready = {
        p.number: replace(
            p,
            place=Place.CELL,
            alerts=(Alert("OLD", "Old alert"),),
            events=(*p.events[:2], WOODWORK),
        )
        for p in (*unlock.people, *unlock.not_placed, *unlock.out)
    }
    before = list_of(list(ready.values()), PRINTED)
    chosen = data.draw(
        st.dictionaries(st.sampled_from(sorted(ready)), st.sampled_from(sorted(MUTATIONS)))
        if ready
        else st.just({})
    )
    mutated = [
        MUTATIONS[chosen[number]](person) if number in chosen else person
        for number, person in ready.items()
    ]
    after = list_of([person for person in mutated if person], NOW)
    found = Counter((c.number, c.kind) for c in compare(before, after, may_see=everyone).items)
    assert found == Counter((number, ChangeKind(kind)) for number, kind in chosen.items())
