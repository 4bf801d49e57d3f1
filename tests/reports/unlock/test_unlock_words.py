"""Clashes and missing ends as page and paper say them, and the sum of rule 10."""

from dataclasses import replace
from datetime import time

import pytest

from gatehouse.reports.unlock.model import (
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Place,
    Slot,
)
from gatehouse.reports.unlock.remarks import clash_words, end_words, remarks
from gatehouse.reports.unlock.words import completeness_words, event_words, paper_words

COURT = Event(EventKind.COURT, "Court hearing", "Leeds Crown Court", Slot.AM, time(9), None)
GYM = Event(EventKind.ACTIVITY, "Gym", "Gymnasium", Slot.AM, time(8, 30), time(9, 30))
MATHS = Event(EventKind.ACTIVITY, "Maths", "Room 4", Slot.PM, time(13), time(16))
RELEASE = Event(EventKind.RELEASE, "Release", "", Slot.AM, time(9), None)


def clashing(event: Event, *others: Event) -> Event:
    return replace(event, clashes_with=tuple(other.summary for other in others))


@pytest.mark.parametrize(
    ("event", "other", "said"),
    [
        # It begins while the other is on: the times alone prove it.
        (COURT, GYM, "clashes with Gym"),
        (GYM, COURT, "clashes with Court hearing"),
        # Only because nobody recorded when court ends.
        (COURT, MATHS, "may clash with Maths"),
        (MATHS, COURT, "may clash with Court hearing"),
        (GYM, replace(COURT, start=time(10)), "may clash with Court hearing"),
        (GYM, replace(COURT, start=None), "may clash with Court hearing"),
        # Whoever is released does not come back.
        (MATHS, RELEASE, "clashes with Release"),
        (COURT, replace(GYM, start=time(9), end=None), "clashes with Gym"),
    ],
)
def test_r_dps_6_a_clash_is_certain_only_when_the_recorded_times_say_so(
    event: Event, other: Event, said: str
) -> None:
    held = clashing(event, other)
    assert clash_words(held, (held, other)) == (said,)


def test_a_clash_with_an_event_that_is_filtered_out_is_judged_by_its_own_times() -> None:
    assert clash_words(clashing(GYM, MATHS), ()) == ("clashes with Maths",)
    assert clash_words(clashing(COURT, MATHS), ()) == ("may clash with Maths",)


def test_certain_clashes_are_told_before_those_that_may_be() -> None:
    held = clashing(COURT, MATHS, GYM)
    assert clash_words(held, (held, GYM, MATHS)) == ("clashes with Gym", "may clash with Maths")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (COURT, "no end time recorded"),
        (replace(GYM, end=None), "no end time recorded"),
        (replace(COURT, kind=EventKind.HEARING), "no end time recorded, 2 hours assumed"),
        (GYM, ""),
        (RELEASE, ""),
        (replace(COURT, start=None), ""),  # its own note says that no time is recorded
        (replace(COURT, state=EventState.CANCELLED), ""),
        (
            replace(COURT, kind=EventKind.TEMPORARY_ABSENCE, notes=("back 26 November at 10:00",)),
            "",
        ),
    ],
)
def test_an_event_says_that_its_end_is_not_recorded(event: Event, said: str) -> None:
    assert end_words(event) == said


def test_remarks_say_everything_once() -> None:
    held = replace(clashing(COURT, MATHS), notes=("bring papers", "bring papers"))
    assert remarks(held, (held, MATHS)) == (
        "may clash with Maths",
        "no end time recorded",
        "bring papers",
    )
    assert event_words(held, (held, MATHS)) == (
        "09:00 Court hearing, Leeds Crown Court "
        "(may clash with Maths; no end time recorded; bring papers)"
    )


def test_paper_says_a_clash_once_and_no_more_surely_than_it_is() -> None:
    events = clashing(COURT, MATHS), clashing(MATHS, COURT)
    person = Person("A1", "Able", "Adam", "A", "A-1", "A-1-001", Place.CELL, events=events)
    assert paper_words(person).splitlines() == [
        "09:00 Court hearing, Leeds Crown Court (no end time recorded)",
        "13:00 to 16:00 Maths, Room 4",
        "May clash: Court hearing comes first",
    ]


def test_r_complete_the_sum_says_why_people_are_not_listed() -> None:
    whole = Completeness(133, (("another wing", 844), ("nothing on", 1)), 1, 21, 979, 1000)
    assert completeness_words(whole) == (
        "133 listed + 845 not listed (another wing: 844, nothing on: 1) + 1 could not be placed + "
        "21 out = 1,000. In our care: 1,000. Roll: 979 in, 21 out."
    )
    assert completeness_words(replace(whole, listed=132)).startswith("DOES NOT ADD UP. 132 listed")
