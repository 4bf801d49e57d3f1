"""Whom a list starts from (R-IN-1, R-DPS-1), what each row says (R-UL-3), and names in use."""

from datetime import time
from pathlib import Path

import pytest

from gatehouse.reports.unlock.model import Slot, UnlockFilters, UnlockList, WithEvents
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from tests.support.asking import EVERYONE, TODAY, database_of, database_with, unlock_list
from tests.support.duck import configure
from tests.support.prison import nomis_of
from tests.support.tables import read_table_file, read_tables

FIXTURES = Path(__file__).parent / "fixtures"
# The number of people that a list of one page of results would stop at.
ONE_PAGE = 1024


def numbers(held: UnlockList) -> list[str]:
    return [person.number for person in held.people]


def test_r_in_1_a_booking_before_the_latest_is_not_here() -> None:
    people = read_tables(
        """
## people
| number  | cell    | booking |
|---------|---------|---------|
| A1001AA | A-1-001 | 1       |
| A1002AA | A-1-001 | 2       |
"""
    )
    held = unlock_list(database_of(people))
    assert (numbers(held), held.completeness.in_care) == (["A1001AA"], 1)


GROUPED = read_table_file(FIXTURES / "groups.md")


def grouped(filters: UnlockFilters = EVERYONE) -> UnlockList:
    nomis = nomis_of("MDI", TODAY, GROUPED)
    database = database_with(nomis)
    configure(
        database,
        "wing_group",
        [("MDI", row["group"], nomis.locations[row["cell"]]) for row in GROUPED["groups"]],
    )
    return unlock_list(database, filters=filters)


def test_r_dps_1_everyone_is_listed_whether_a_group_takes_in_their_cell_or_not() -> None:
    held = grouped()
    assert {person.number: person.wing for person in held.people} == {
        row["number"]: row["expected"] for row in GROUPED["people"]
    }
    assert held.completeness.listed == held.completeness.in_care == len(GROUPED["people"])


@pytest.mark.parametrize("wing", sorted({row["expected"] for row in GROUPED["people"]}))
def test_r_dps_1_those_of_the_ticked_places_and_no_others(wing: str) -> None:
    held = grouped(UnlockFilters(wings=frozenset({wing})))
    assert set(numbers(held)) == {
        row["number"] for row in GROUPED["people"] if row["expected"] == wing
    }
    assert held.completeness.holds


def test_r_dps_1_a_list_does_not_end_with_a_page() -> None:
    count = ONE_PAGE + 1
    people = [
        {"number": f"A{index:04}AA", "cell": f"A-{index // 100}-{index % 100:03}"}
        for index in range(count)
    ]
    held = unlock_list(database_of({"people": people}))
    assert len(held.people) == held.completeness.roll == count


def test_the_name_in_use_is_shown_when_someone_has_another() -> None:
    tables = read_tables(
        """
## people
| number  | last  | first | cell    |
|---------|-------|-------|---------|
| A1001AA | Smith | Sam   | A-1-001 |
| A1002AA | Young | Yan   | A-1-002 |
## aliases
| number  | last  | first |
|---------|-------|-------|
| A1001AA | Jones | Sam   |
## apart
| number  | other   |
|---------|---------|
| A1001AA | A1002AA |
## events
| number  | kind        | what | where | time  |
|---------|-------------|------|-------|-------|
| A1001AA | appointment | MEDE | HCC   | 10:00 |
| A1002AA | appointment | MEDE | HCC   | 10:00 |
"""
    )
    held = unlock_list(database_of(tables))
    [jones, _] = held.people
    assert (jones.number, jones.last_name) == ("A1001AA", "Jones")
    assert [event.summary for event in jones.events] == ["Dentist"]
    assert "Jones, Sam" in held.warnings[0]
    assert held.completeness.in_care == 2


ONE_OF_EACH = read_table_file(FIXTURES / "columns.md")


def test_r_ul_3_a_row_of_the_officers_list_has_all_of_the_list_in_use() -> None:
    held = unlock_list(database_of(ONE_OF_EACH), Slot.PM)
    sheet = unlock_sheet(held, Layout.OFFICER, "Olive Officer", "OFFICIAL-SENSITIVE")
    [section] = sheet.sections
    row = dict(zip((column.heading for column in sheet.columns), section.rows[0], strict=True))
    assert section.heading == "Houseblock A"
    assert row["Cell"] == "A-1-002"
    assert row["Name"] == "Able, Adam"
    assert row["Number"] == "A1001AA"
    assert row["Category"] == "Cat C"
    assert row["Alerts"] == "ACCT open, Not for release"
    assert str(row["What is on"]).splitlines() == [
        "13:45 to 14:30 Woodwork, Woodwork shop",
        "14:45 to 15:30 Social visit, Visits hall",
    ]
    assert dict(sheet.facts)["Session"] == "Afternoon (PM)"
    assert dict(sheet.facts)["Leaving the prison"] == "0"


def test_r_ul_3_the_receivers_list_has_times_as_times_and_internal_apart_from_external() -> None:
    held = unlock_list(database_of(ONE_OF_EACH), Slot.AM)
    sheet = unlock_sheet(held, Layout.INSTRUCTOR, "Olive Officer", "OFFICIAL-SENSITIVE")
    assert [section.heading for section in sheet.sections] == [
        "Dental surgery",
        "Leaving the prison",
    ]
    dentist, court = (section.rows[0] for section in sheet.sections)
    assert dentist[:3] == (time(9, 30), time(10), "Dentist")
    assert court[:3] == (time(8, 15), None, "Court")


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (WithEvents.WITH, ["A1001AA", "A1003AA"]),
        (WithEvents.WITHOUT, ["A1002AA"]),
        (WithEvents.BOTH, ["A1001AA", "A1002AA", "A1003AA"]),
    ],
)
def test_r_ul_3_one_product_serves_the_three_lists(which: WithEvents, expected: list[str]) -> None:
    held = unlock_list(database_of(ONE_OF_EACH), filters=UnlockFilters(with_events=which))
    assert numbers(held) == expected


def test_r_ul_4_at_a_place_those_who_come_first_are_first_and_leavers_come_last() -> None:
    tables = read_tables(
        """
## people
| number  | last | cell    |
|---------|------|---------|
| A1001AA | Able | A-1-001 |
| A1002AA | Best | A-1-002 |
| A1003AA | Cole | A-1-003 |
## events
| number  | kind        | what | where | time  |
|---------|-------------|------|-------|-------|
| A1001AA | appointment | MEDE | HCC   | 10:30 |
| A1002AA | appointment | MEDE | HCC   | 10:00 |
| A1003AA | appointment | KWS  | HCC   | 09:30 |
| A1003AA | appointment | MEDE | VISIT | 10:30 |
| A1001AA | release     |      |       | 08:30 |
"""
    )
    sheet = unlock_sheet(unlock_list(database_of(tables)), Layout.INSTRUCTOR, "O", "OFFICIAL")
    assert [section.heading for section in sheet.sections] == [
        "Hcc",
        "Visit",
        "Leaving the prison",
    ]
    assert [row[3] for row in sheet.sections[0].rows] == ["Cole, Sam", "Best, Sam", "Able, Sam"]
