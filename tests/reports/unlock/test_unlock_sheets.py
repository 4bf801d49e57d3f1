"""The list on paper: layouts, wing pages, ticks, general view and the proof (R-SEC-3, R-UL-4)."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from gatehouse.access import DisclosureError
from gatehouse.reports.sheet import ColumnKind, Sheet
from gatehouse.reports.unlock.model import Slot, UnlockFilters
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from tests.support.asking import EVERYONE, NOW, TODAY, database_of, unlock_list
from tests.support.tables import read_table_file

TUESDAY = Path(__file__).parent / "fixtures/tuesday.md"
TOMORROW = date(2026, 11, 25)


def sheet(
    layout: str = "officer",
    *,
    on: date = TODAY,
    filters: UnlockFilters = EVERYONE,
    slot: Slot = Slot.AM,
    now: datetime = NOW,
) -> Sheet:
    tables = read_table_file(TUESDAY)
    tables["apart"] = [{"number": "A1001AA", "other": "A1002AA"}]
    held = unlock_list(database_of(tables, on), slot, filters, on=on, now=now)
    return unlock_sheet(held, layout, "Olive Officer", "OFFICIAL-SENSITIVE")


def headings(made: Sheet) -> list[str]:
    return [section.heading for section in made.sections]


def everything(made: Sheet) -> str:
    return "\n".join(str(cell) for section in made.sections for row in section.rows for cell in row)


def test_the_officers_list_has_a_page_for_each_wing_and_everyone_else_apart() -> None:
    made = sheet()
    assert headings(made) == [
        "Houseblock A",
        "Houseblock B",
        "Reception",
        "No cell",
        "Could not be placed",
        "Out of the prison",
    ]
    assert [section.page_break for section in made.sections][:2] == [True, True]
    assert made.row_count == 9
    assert made.sections[0].summary == (
        "3 people: 2 to unlock, 2 leaving the wing, 0 staying on it."
    )


def test_a_row_says_cell_name_number_alerts_and_what_is_on() -> None:
    cell, name, number, category, alerts, on, notes = sheet().sections[0].rows[0]
    assert (cell, name, number) == ("A-1-002", "Able, Adam", "A1001AA")
    assert (category, alerts) == ("Cat C", "ACCT open")
    assert on == (
        "08:30 to 11:45 Woodwork, Woodwork shop (clashes with Dentist; Dentist comes first)\n"
        "10:00 to 10:30 Dentist, Hcc (clashes with Woodwork)"
    )
    assert str(notes).startswith("must be kept apart from Baker, Ben")


def test_r_complete_the_sum_is_on_the_sheet_with_filters_and_data_as_at() -> None:
    made = sheet(filters=UnlockFilters(wings=frozenset({"Houseblock B"})))
    assert made.completeness == (
        "1 listed + 5 not listed (another wing: 5) + 2 could not be placed + 1 out = 9. "
        "In our care: 9. Roll: 8 in, 1 out."
    )
    assert ("Wings", "Houseblock B") in made.facts
    assert made.data_as_at == NOW


def test_the_staff_list_has_boxes_to_tick() -> None:
    ticks = [c.heading for c in sheet("staff").columns if c.kind is ColumnKind.TICK]
    assert ticks == ["Refused", "Rest in cell", "Unlocked"]


def test_r_sec_3_the_general_view_masks_and_leaves_out() -> None:
    made = sheet("general", on=TOMORROW)
    cell, name, number, _ = made.sections[0].rows[0]
    assert (cell, name, number) == ("A-1-002", "Able, A", "***01AA")
    text = everything(made) + "\n".join(made.warnings)
    assert "ACCT" not in text
    assert "kept apart" not in text
    assert "Keep apart" not in text
    assert "Adam" not in text
    assert not any(column.kind is ColumnKind.TICK for column in made.columns)


@pytest.mark.parametrize("on", [TODAY, date(2026, 11, 27)])
def test_r_sec_3_the_general_view_is_for_the_next_two_working_days_only(on: date) -> None:
    with pytest.raises(DisclosureError):
        sheet("general", on=on)


def test_r_sec_3_a_list_too_far_ahead_is_not_printed() -> None:
    with pytest.raises(DisclosureError, match="26 November 2026"):
        sheet(on=date(2026, 11, 27))


def test_r_ul_4_the_instructors_list_goes_by_place_and_time() -> None:
    made = sheet("instructor")
    assert headings(made) == ["Hcc", "On the wing", "Woodwork shop", "Leaving the prison"]
    shop = made.sections[2]
    assert [row[3] for row in shop.rows] == ["Able, Adam", "Baker, Ben"]
    assert shop.summary == "2 to expect."


def test_a_warning_of_late_data_comes_first_and_says_what_not_to_do() -> None:
    tables = read_table_file(TUESDAY)
    held = unlock_list(database_of(tables))
    late = unlock_list(database_of(tables), now=datetime(2026, 11, 24, 8, 0))
    assert not held.late
    assert not late.late  # read afresh at eight
    stale = replace(late, moment=held.moment, late=True)
    [first, *_] = unlock_sheet(stale, Layout.OFFICER, "Olive Officer", "OFFICIAL").warnings
    assert first.startswith("Late data: this shows the prison as it was 30 minutes ago")
    assert "Do not unlock" in first
