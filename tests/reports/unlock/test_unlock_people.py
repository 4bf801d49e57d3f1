"""Who is on the list, and where (R-IN, R-LOC, R-COMPLETE)."""

from pathlib import Path

import pytest

from gatehouse.access import Denied
from gatehouse.reports.unlock.model import Person, Place, UnlockFilters, UnlockList
from tests.support.asking import database_of, database_of_file, officer, unlock_list
from tests.support.duck import configure
from tests.support.tables import read_tables

TUESDAY = Path(__file__).parent / "fixtures/tuesday.md"


@pytest.fixture(scope="module")
def tuesday() -> UnlockList:
    return unlock_list(database_of_file(TUESDAY))


def cells(held: UnlockList) -> list[str]:
    return [person.cell for person in held.people if person.cell]


def one(held: UnlockList, number: str) -> Person:
    everyone = (*held.people, *held.not_placed, *held.out)
    return next(person for person in everyone if person.number == number)


def test_r_complete_everyone_in_care_is_counted_once(tuesday: UnlockList) -> None:
    assert tuesday.completeness.holds
    assert tuesday.completeness.in_care == 9
    assert (tuesday.completeness.listed, tuesday.completeness.out) == (6, 1)
    assert tuesday.warnings == ()


def test_r_loc_4_cells_come_in_natural_order(tuesday: UnlockList) -> None:
    assert cells(tuesday) == ["A-1-002", "A-1-010", "A-2-001", "B-1-001"]


def test_r_loc_4_unpadded_cells_compare_as_numbers() -> None:
    people = read_tables(
        """
## people
| number  | cell   |
|---------|--------|
| A1001AA | A-1-10 |
| A1002AA | A-1-2  |
| A1003AA | A-10-1 |
| A1004AA | A-2-1  |
"""
    )
    assert cells(unlock_list(database_of(people))) == ["A-1-2", "A-1-10", "A-2-1", "A-10-1"]


def test_r_loc_1_names_come_from_the_tree(tuesday: UnlockList) -> None:
    able = one(tuesday, "A1001AA")
    assert (able.wing, able.landing, able.cell) == ("Houseblock A", "A-1", "A-1-002")


def test_r_loc_1_a_spur_is_part_of_the_landing() -> None:
    people = read_tables("## people\n| number | cell |\n|--|--|\n| A1001AA | HB1-N-2-001 |")
    [person] = unlock_list(database_of(people)).people
    assert (person.wing, person.landing) == ("HB1", "HB1-N-2")


def test_r_ul_1_people_in_reception_and_without_a_cell_are_listed(tuesday: UnlockList) -> None:
    dyer, ewing = one(tuesday, "A1004AA"), one(tuesday, "A1005AA")
    assert (dyer.place, dyer.wing, dyer.notes) == (Place.RECEPTION, "Reception", ("in reception",))
    assert (ewing.place, ewing.wing) == (Place.NO_CELL, "No cell")
    assert [person.number for person in tuesday.people][-2:] == ["A1004AA", "A1005AA"]


def test_people_who_cannot_be_placed_are_shown_with_the_reason(tuesday: UnlockList) -> None:
    assert [(person.number, person.notes) for person in tuesday.not_placed] == [
        ("A1006AA", ("no living unit recorded",)),
        ("A1007AA", ("recorded cell is not known here",)),
    ]


def test_r_in_2_people_out_are_apart_with_reason_and_time(tuesday: UnlockList) -> None:
    [hunter] = tuesday.out
    assert hunter.notes == ("out: Court appearance since 08:40",)
    assert hunter.wing == "Houseblock A"


def test_r_in_1_closed_bookings_and_other_prisons_are_not_here() -> None:
    people = read_tables(
        """
## people
| number  | cell    | active | prison |
|---------|---------|--------|--------|
| A1001AA | A-1-001 |        |        |
| A1002AA | A-1-001 | N      |        |
| A1003AA | A-1-001 |        | LEI    |
"""
    )
    held = unlock_list(database_of(people))
    assert [person.number for person in held.people] == ["A1001AA"]
    assert held.completeness.in_care == 1


def test_r_cat_r_alert_r_sec_4_category_and_alerts(tuesday: UnlockList) -> None:
    baker, ireland = one(tuesday, "A1002AA"), one(tuesday, "A1009AA")
    assert [alert.label for alert in baker.alerts] == ["Cat A", "ACCT open", "Controlled unlock"]
    assert [alert.code for alert in ireland.alerts] == ["XNR"]


def test_wing_groups_stand_for_wings_where_a_prison_has_them() -> None:
    people = read_tables("## people\n| number | cell |\n|--|--|\n| A1001AA | A-1-001 |")
    database = database_of(people)
    [cell] = database.execute(
        "SELECT internal_location_id FROM nomis.agency_internal_locations "
        "WHERE description = 'MDI-A-1-001'"
    ).fetchall()
    configure(database, "wing_group", [("MDI", "A left", cell[0])])
    held = unlock_list(database, filters=UnlockFilters(wings=frozenset({"A left"})))
    assert [person.wing for person in held.people] == ["A left"]


def test_a_prison_outside_the_caseload_is_denied() -> None:
    with pytest.raises(Denied):
        unlock_list(database_of({}), caller=officer("LEI"))
