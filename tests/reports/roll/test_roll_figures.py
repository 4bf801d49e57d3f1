"""The roll's cards, table, names and fire roll (R-ROLL-1 to 4, 6b, 8, 9; R-IN-2, R-IN-4)."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from gatehouse.access import Denied
from gatehouse.reports.roll import build_fire_roll, build_roll
from gatehouse.reports.roll.fire import FireRoll, fire_sheet
from gatehouse.reports.roll.model import DrillId, Roll, RollLine
from gatehouse.reports.roll.sheets import roll_names_sheet, roll_sheet
from gatehouse.reports.sheet import ColumnKind
from tests.support.asking import PRODUCTS, database_of_file, officer, roll, scope_of
from tests.support.duck import configure, load, reading_of

BUSY = Path(__file__).parent / "fixtures/busy_day.md"
FOUR = datetime(2026, 11, 24, 16, 0)


def database() -> duckdb.DuckDBPyConnection:
    return database_of_file(BUSY)


def numbers(held: Roll, drill: DrillId) -> list[str]:
    return [row.number for row in held.drill(drill).rows]


def fire_roll(held: duckdb.DuckDBPyConnection) -> FireRoll:
    product = PRODUCTS["unlock-list"]
    return build_fire_roll(reading_of(held, FOUR), product, scope_of(product), "MDI", FOUR)


def test_r_roll_9_the_cards() -> None:
    held = roll(database(), now=FOUR)
    assert (held.current, held.out, held.in_care) == (6, 2, 8)
    assert (held.in_today, held.out_today) == (1, 1)
    assert (held.unlock.formula, held.unlock.as_of, held.unlock.difference) == (6, 6, 0)
    assert held.holds
    [warning] = held.warnings
    assert "6 by person and 5 by location" in warning


@pytest.mark.parametrize(
    ("drill", "expected"),
    [
        (DrillId.IN_TODAY, ["A1005AA"]),
        (DrillId.OUT_TODAY, ["A1002AA"]),
        (DrillId.OUT_NOW, ["A1002AA", "A1003AA"]),
        (DrillId.OVERNIGHTS, ["A1003AA"]),
        (DrillId.RECEPTION, ["A1005AA"]),
        (DrillId.NO_CELL, ["A1006AA"]),
        (DrillId.NOT_PLACED, ["A1007AA"]),
        (DrillId.EN_ROUTE, []),
    ],
)
def test_r_roll_9_names_behind_each_card(drill: DrillId, expected: list[str]) -> None:
    assert numbers(roll(database(), now=FOUR), drill) == expected


def test_r_roll_9_an_arrival_says_where_from_born_when_cell_sharing_risk_and_alerts() -> None:
    [ewing] = roll(database(), now=FOUR).drill(DrillId.IN_TODAY).rows
    assert ewing.about == ("N, from Sheffield CC; born 3 May 1990; cell sharing risk: High")
    assert ewing.alerts == ("Controlled unlock",)
    assert ewing.when == datetime(2026, 11, 24, 15, 20)


def test_r_roll_1_to_4_lines_by_wing_and_landing() -> None:
    lines = roll(database(), now=FOUR).lines
    assert lines == (
        RollLine("A", "", 4, 2, 0, 2, 3, 1, maximum_capacity=4),
        RollLine("A", "A-1", 4, 2, 0, 2, 3, 1, maximum_capacity=4),
        RollLine("B", "", 1, 1, 0, 0, 1, 0, maximum_capacity=1),
        RollLine("B", "B-1", 1, 1, 0, 0, 1, 0, maximum_capacity=1),
    )
    assert lines[0].vacancies == -1


def test_r_roll_2_out_of_cell_is_still_in() -> None:
    held = database()
    held.execute(
        "UPDATE nomis_state.offender_bookings SET agency_iml_id = 1 WHERE living_unit_id = ("
        "SELECT internal_location_id FROM nomis.agency_internal_locations "
        "WHERE description = 'MDI-B-1-001')"
    )
    [wing] = [line for line in roll(held, now=FOUR).wings if line.wing == "B"]
    assert (wing.currently_in, wing.out_of_cell) == (1, 1)


def test_r_in_4_en_route_and_not_yet_ours() -> None:
    held = database()
    load(
        held,
        {
            "offenders": [
                {"offender_id": 9, "offender_id_display": "A9009AA", "last_name": "YOUNG"}
            ],
            "offender_bookings": [
                {
                    "offender_book_id": 9,
                    "offender_id": 9,
                    "root_offender_id": 9,
                    "agy_loc_id": "TRN",
                    "active_flag": "N",
                    "booking_seq": 1,
                    "in_out_status": "TRN",
                }
            ],
            "offender_external_movements": [
                {
                    "offender_book_id": 9,
                    "movement_seq": 1,
                    "movement_type": "TRN",
                    "direction_code": "OUT",
                    "from_agy_loc_id": "LEI",
                    "to_agy_loc_id": "MDI",
                    "active_flag": "Y",
                    "movement_time": datetime(2026, 11, 24, 14),
                    "movement_date": datetime(2026, 11, 24),
                },
            ],
        },
    )
    rolled = roll(held, now=FOUR)
    [young] = rolled.drill(DrillId.EN_ROUTE).rows
    assert (young.number, young.about) == ("A9009AA", "from Leeds (HMP)")
    assert rolled.in_care == 8


def test_no_cell_says_the_cell_before() -> None:
    held = database()
    [cell] = held.execute(
        "SELECT internal_location_id FROM nomis.agency_internal_locations "
        "WHERE description = 'MDI-A-1-002'"
    ).fetchall()
    [booking] = held.execute(
        "SELECT offender_book_id FROM nomis.offender_bookings b "
        "JOIN nomis.offenders o USING (offender_id) "
        "WHERE o.offender_id_display = 'A1006AA'"
    ).fetchall()
    load(
        held,
        {
            "bed_assignment_histories": [
                {
                    "offender_book_id": booking[0],
                    "bed_assign_seq": 1,
                    "living_unit_id": cell[0],
                    "assignment_end_time": datetime(2026, 11, 24, 11, 5),
                },
            ]
        },
    )
    [fuller] = roll(held, now=FOUR).drill(DrillId.NO_CELL).rows
    assert (fuller.about, fuller.when) == ("moved out of A-1-002", datetime(2026, 11, 24, 11, 5))


def test_limited_access_people_are_counted_and_not_named() -> None:
    held = database()
    configure(held, "limited_access", [("A1005AA", "restriction", "SOMEONE", None, None)])
    configure(held, "limited_access_feed", [(FOUR,)])
    drill = roll(held, now=FOUR).drill(DrillId.RECEPTION)
    assert (drill.rows, drill.unnamed, drill.count) == ((), 1, 1)


def test_a_prison_outside_the_caseload_is_denied() -> None:
    with pytest.raises(Denied):
        roll(database(), caller=officer("LEI"), now=FOUR)


def test_r_in_2_the_fire_roll_has_everyone_inside_wherever_they_are() -> None:
    fire = fire_roll(database())
    assert [person.number for person in fire.people] == [
        "A1001AA",
        "A1008AA",
        "A1004AA",
        "A1005AA",
        "A1007AA",
        "A1006AA",
    ]
    assert fire.holds
    sheet = fire_sheet(fire, "Officer", "OFFICIAL-SENSITIVE")
    assert [section.heading for section in sheet.sections] == [
        "A",
        "B",
        "Reception",
        "Could not be placed",
        "No cell",
    ]
    assert sheet.columns[-1].kind is ColumnKind.TICK


def test_sheets_carry_the_sum_the_cards_and_the_warning_of_late_data() -> None:
    held = database()
    late = datetime(2026, 11, 24, 16, 30)
    product = PRODUCTS["roll"]
    rolled = build_roll(reading_of(held, FOUR), product, scope_of(product), "MDI", late)
    sheet = roll_sheet(rolled, "Officer", "OFFICIAL-SENSITIVE")
    assert sheet.completeness.startswith("3 on the wings + 1 in reception + 1 without a cell + 1")
    assert sheet.warnings[0].startswith("Late data: this shows the prison as it was 30 minutes ago")
    assert ("Current population", "6") in sheet.facts
    assert sheet.sections[0].rows[-1][:3] == ("Total", 5, 3)
    names = roll_names_sheet(rolled, "Officer", "OFFICIAL-SENSITIVE")
    assert [section.heading for section in names.sections][:2] == ["In today", "Out today"]
