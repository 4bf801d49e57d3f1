"""The roll over places (R-LOC-2, R-LOC-3, R-CAP-1, R-ROLL-1, 3, 4, 6, 6b, 8), by tables."""

from datetime import datetime
from pathlib import Path

import pytest

from gatehouse.reports.roll.model import DrillId, Roll, RollLine
from gatehouse.reports.roll.sheets import cards, roll_sheet
from tests.support.asking import database_of, roll
from tests.support.tables import Row, read_table_file

FIXTURES = Path(__file__).parent / "fixtures"
FOUR = datetime(2026, 11, 24, 16, 0)


def held(name: str) -> tuple[Roll, dict[str, list[Row]]]:
    tables = read_table_file(FIXTURES / f"{name}.md")
    return roll(database_of(tables), now=FOUR), tables


def numbers(rolled: Roll, drill: DrillId) -> set[str]:
    return {row.number for row in rolled.drill(drill).rows}


def as_row(line: RollLine) -> Row:
    figures = {
        "wing": line.wing,
        "landing": line.landing,
        "in use": line.beds_in_use,
        "in": line.currently_in,
        "out": line.currently_out,
        "working": line.working_capacity,
        "beds available": line.vacancies,
        "maximum": line.maximum_capacity,
        "spaces": line.spaces,
        "crowded": line.overcrowded,
        "out of order": line.out_of_order,
    }
    return {name: str(value) for name, value in figures.items()}


def test_r_loc_2_r_cap_1_r_roll_3_the_table_of_beds() -> None:
    rolled, tables = held("beds")
    assert [as_row(line) for line in rolled.lines] == tables["expected"]


def test_r_cap_1_the_sheet_has_every_capacity_and_the_whole() -> None:
    rolled, _ = held("beds")
    sheet = roll_sheet(rolled, "Officer", "OFFICIAL-SENSITIVE")
    total = dict(zip((c.heading for c in sheet.columns), sheet.sections[0].rows[-1], strict=True))
    assert total["Working capacity"] == 8
    assert total["Beds available"] == 2
    assert total["Maximum capacity"] == 10
    assert total["Spaces to maximum"] == 4
    assert total["Crowded cells"] == 1


def test_r_roll_1_beds_held_by_others_are_not_in_use_and_are_said() -> None:
    rolled, _ = held("beds")
    assert rolled.total.beds_in_use == rolled.in_care == 6
    [warning] = [warning for warning in rolled.warnings if "held by bookings" in warning]
    assert "not in this prison's care: 3" in warning


def test_r_roll_4_cells_out_of_order_and_no_others() -> None:
    tables = read_table_file(FIXTURES / "out_of_order.md")
    types = {row["path"]: row["type"] for row in tables["types"]}
    places = [row | {"type": types.get(row["path"], "")} for row in tables["places"]]
    rolled = roll(database_of({"places": places}), now=FOUR)
    counted = {line.landing for line in rolled.lines if line.landing and line.out_of_order}
    assert counted == {row["path"].rpartition("-")[0] for row in places if row["counted"] == "yes"}
    assert rolled.total.out_of_order == len(counted)
    assert rolled.total.working_capacity == 1  # the one cell that is in use


def test_r_roll_6_and_r_roll_6b_the_roll_by_person_and_by_location() -> None:
    rolled, tables = held("population")
    counts = [row["counted"] for row in tables["people"]]
    assert rolled.current == len(counts) - counts.count("out")
    assert rolled.by_location == rolled.current - counts.count("nowhere")
    assert rolled.out == counts.count("out")
    assert rolled.total.currently_in == counts.count("wings")
    [warning] = [warning for warning in rolled.warnings if "by location" in warning]
    assert "7 by person and 6 by location" in warning
    assert ("Current population", "7") in cards(rolled)


def test_r_roll_6_no_warning_when_both_agree() -> None:
    tables = read_table_file(FIXTURES / "population.md")
    people = [row for row in tables["people"] if row["counted"] != "nowhere"]
    rolled = roll(database_of({"people": people}), now=FOUR)
    assert rolled.by_location == rolled.current == 6
    assert not any("by location" in warning for warning in rolled.warnings)


@pytest.mark.parametrize(
    ("counted", "drill"),
    [
        ("reception", DrillId.RECEPTION),
        ("no cell", DrillId.NO_CELL),
        ("nowhere", DrillId.NOT_PLACED),
        ("out", DrillId.OUT_NOW),
    ],
)
def test_r_loc_3_reception_court_and_tap_are_reception_and_cswap_is_no_cell(
    counted: str, drill: DrillId
) -> None:
    rolled, tables = held("population")
    expected = {row["number"] for row in tables["people"] if row["counted"] == counted}
    assert numbers(rolled, drill) == expected
    assert [line.wing for line in rolled.wings] == ["A"]


@pytest.mark.parametrize(
    ("list_of", "drill"),
    [("overnights", DrillId.OVERNIGHTS), ("en route", DrillId.EN_ROUTE)],
)
def test_r_roll_8_out_overnight_and_on_the_way(list_of: str, drill: DrillId) -> None:
    rolled, tables = held("away")
    expected = {row["number"] for row in tables["people"] if row["expected"] == list_of}
    assert numbers(rolled, drill) == expected
    assert rolled.in_care == 6


def test_r_roll_8_a_stale_transfer_is_shown_with_its_date() -> None:
    rolled, _ = held("away")
    [stale] = [r for r in rolled.drill(DrillId.EN_ROUTE).rows if r.number == "A1009AA"]
    assert stale.when == datetime(2025, 11, 20, 8, 0)
