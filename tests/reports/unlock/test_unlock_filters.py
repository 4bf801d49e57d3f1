"""Filters hide and count, and never lose anybody (R-DPS-3, R-MERGE, R-LAO, rule 10)."""

from dataclasses import replace
from pathlib import Path

import pytest

from gatehouse.reports.unlock import list_of_day
from gatehouse.reports.unlock.model import (
    Slot,
    Staying,
    UnlockFilters,
    UnlockList,
    WithEvents,
)
from tests.support.asking import EVERYONE, NOW, database_of, read_moorland, unlock_list
from tests.support.duck import configure
from tests.support.tables import Row, read_table_file

TUESDAY = Path(__file__).parent / "fixtures/tuesday.md"


def listed(filters: UnlockFilters, more: dict[str, list[Row]] | None = None) -> UnlockList:
    held = unlock_list(database_of({**read_table_file(TUESDAY), **(more or {})}), filters=filters)
    assert held.completeness.holds
    return held


def numbers(held: UnlockList) -> list[str]:
    return [person.number for person in held.people]


def only(*values: str) -> frozenset[str]:
    return frozenset(values)


def test_another_wing_is_hidden_and_counted_so_the_sum_is_the_whole_prisons() -> None:
    held = listed(UnlockFilters(wings=only("Houseblock B")))
    assert numbers(held) == ["A1003AA"]
    assert held.completeness.hidden == (("another wing", 5),)
    assert len(held.out) == 1
    assert len(held.not_placed) == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (UnlockFilters(landings=only("A-2")), ["A1009AA"]),
        (UnlockFilters(wings=only("Reception", "No cell")), ["A1004AA", "A1005AA"]),
        (UnlockFilters(staying=Staying.LEAVING), ["A1001AA", "A1002AA", "A1004AA"]),
        (UnlockFilters(staying=Staying.STAYING), ["A1009AA", "A1003AA", "A1005AA"]),
        (
            UnlockFilters(with_events=WithEvents.WITH),
            ["A1001AA", "A1002AA", "A1003AA", "A1004AA"],
        ),
        (UnlockFilters(with_events=WithEvents.WITHOUT), ["A1009AA", "A1005AA"]),
        (UnlockFilters(alerts=only("XCU")), ["A1002AA"]),
        (UnlockFilters(alerts=only("CAT_A", "XNR")), ["A1002AA", "A1009AA"]),
        (UnlockFilters(search="baker"), ["A1002AA"]),
        (UnlockFilters(search="Baker, Ben"), ["A1002AA"]),
        (UnlockFilters(search="ben BAKER"), ["A1002AA"]),
        (UnlockFilters(search="a1003aa"), ["A1003AA"]),
        (UnlockFilters(search="dentist"), ["A1001AA"]),
        (UnlockFilters(search="nobody"), []),
    ],
)
def test_each_filter_shows_whom_it_should(filters: UnlockFilters, expected: list[str]) -> None:
    assert numbers(listed(filters)) == expected


def test_r_dps_3_chosen_categories_keep_activities_and_the_appointments_that_clash() -> None:
    held = listed(UnlockFilters(categories=only("Industries")))
    assert numbers(held) == ["A1001AA", "A1002AA", "A1004AA"]
    assert [event.summary for event in held.people[0].events] == ["Woodwork", "Dentist"]


def test_r_dps_3_someone_leaving_the_prison_is_never_hidden_by_a_category() -> None:
    held = listed(UnlockFilters(categories=only("Education")))
    assert numbers(held) == ["A1004AA"]
    assert [event.summary for event in held.people[0].events] == ["Release"]
    assert held.completeness.hidden == (("none of the chosen activities", 5),)


@pytest.mark.parametrize("kind", ["court", "visit"])
def test_cancelled_events_can_be_left_out_but_never_those_that_leave_the_prison(kind: str) -> None:
    event = {"number": "A1001AA", "kind": kind, "time": "09:30", "status": "CANC"}
    held = listed(UnlockFilters(show_cancelled=False), {"events": [event]})
    assert bool(held.people[0].events) is (kind == "court")


def test_r_merge_an_earlier_number_finds_the_person() -> None:
    merged: dict[str, list[Row]] = {"merged": [{"number": "A1001AA", "former": "A0999ZZ"}]}
    assert numbers(listed(UnlockFilters(search="A0999ZZ"), merged)) == ["A1001AA"]


@pytest.mark.parametrize("limited", ["A1001AA", "A0999ZZ"])
def test_r_lao_limited_access_people_are_counted_and_never_named(limited: str) -> None:
    tables = read_table_file(TUESDAY)
    tables["merged"] = [{"number": "A1001AA", "former": "A0999ZZ"}]
    database = database_of(tables)
    configure(database, "limited_access", [(limited, "restriction", "SOMEONE", None, None)])
    configure(database, "limited_access_feed", [(NOW,)])
    held = unlock_list(database)
    assert "A1001AA" not in numbers(held)
    assert "Able" not in repr(held)
    assert held.completeness.hidden == (("access is restricted", 1),)
    assert held.completeness.holds


def test_r_lao_someone_out_whom_the_reader_may_not_see_is_counted_out() -> None:
    database = database_of(read_table_file(TUESDAY))
    configure(database, "limited_access", [("A1008AA", "restriction", "SOMEONE", None, None)])
    configure(database, "limited_access_feed", [(NOW,)])
    held = unlock_list(database)
    assert (held.out, held.completeness.out) == ((), 1)
    assert held.completeness.holds


def test_r_lao_a_stale_feed_hides_everyone_in_it_and_says_so() -> None:
    database = database_of(read_table_file(TUESDAY))
    configure(database, "limited_access", [("A1001AA", "exclusion", "SOMEONE", None, None)])
    held = unlock_list(database)
    assert "A1001AA" not in numbers(held)
    assert any("out of date" in warning for warning in held.warnings)


def test_a_list_with_no_alerts_set_up_says_so() -> None:
    database = database_of(read_table_file(TUESDAY))
    database.execute("DELETE FROM config.alert_shown")
    assert any("shows none" in warning for warning in unlock_list(database).warnings)


def test_a_second_booking_of_one_person_is_the_same_person() -> None:
    database = database_of(read_table_file(TUESDAY))
    database.execute(
        "INSERT INTO nomis_state.offender_bookings BY NAME "
        "SELECT * REPLACE (offender_book_id + 5000 AS offender_book_id, 'OUT' AS in_out_status) "
        "FROM nomis.offender_bookings WHERE living_unit_id IS NULL"
    )
    held = unlock_list(database)
    assert held.completeness.holds
    assert held.completeness.in_care == 9


def test_a_sum_that_does_not_hold_is_said_loudly() -> None:
    day = replace(read_moorland(database_of(read_table_file(TUESDAY))), roll=9)
    held = list_of_day(day, Slot.AM, EVERYONE, NOW)
    assert not held.completeness.holds
    assert held.warnings[0].startswith("The numbers do not add up")
