"""XLSX: typed cells, text stays text, the proof is on the first worksheet."""

import dataclasses
import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.reports.exports.xlsx import LONGEST_TEXT, sheet_name, to_xlsx
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection
from tests.support.paper import LATE, unlock_sample


def sheet_of(columns: tuple[SheetColumn, ...], *rows: tuple[Cell, ...]) -> Sheet:
    return dataclasses.replace(
        unlock_sample(0), columns=columns, sections=(SheetSection("", rows),)
    )


def opened(sheet: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(sheet)))


@pytest.mark.parametrize(
    "text", ["1-2-014", "3-11", "00123", "1E5", "=1+1", "TRUE", "12:30", "+44"]
)
def test_text_stays_text(text: str) -> None:
    cell = opened(sheet_of((SheetColumn("Cell"),), (text,))).worksheets[1]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_dates_times_and_moments_are_real() -> None:
    book = opened(
        sheet_of(
            (
                SheetColumn("Day", ColumnKind.DATE),
                SheetColumn("Time", ColumnKind.TIME),
                SheetColumn("When", ColumnKind.MOMENT),
                SheetColumn("Count", ColumnKind.NUMBER),
            ),
            (date(2026, 10, 25), time(8, 40), datetime(2026, 10, 25, 1, 30), 7),
            (None, None, None, None),
        )
    )
    day, at, when, count = (cell.value for cell in book.worksheets[1][2])
    assert day == datetime(2026, 10, 25)
    assert at == time(8, 40)
    assert when == datetime(2026, 10, 25, 1, 30)
    assert count == 7
    assert [cell.value for cell in book.worksheets[1][3]] == [None] * 4


def test_about_comes_first_and_carries_the_proof() -> None:
    book = opened(unlock_sample(12, warnings=(LATE,)))
    assert book.sheetnames == ["About", "Unlock list Moorland (HMP & YOI"]
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Warning"] == LATE
    assert about["Completeness"].startswith("12 listed")
    assert about["Data as at"] == "24 November 2026, 05:40"
    assert about["Verification code"] == "K7QM-4TXW"
    assert about["Session"] == "AM"


def test_rows_carry_their_section_and_no_boxes() -> None:
    rows = list(opened(unlock_sample(250)).worksheets[1].iter_rows(values_only=True))
    assert rows[0] == ("Section", "Cell", "Name", "Number", "Cat", "Alerts", "On this session")
    assert len(rows) == 251
    assert rows[1][:2] == ("House Block 1", "1-1-001")
    assert rows[-1][0] == "House Block 3"


def test_a_list_with_nobody_still_has_its_headings() -> None:
    rows = list(opened(unlock_sample(0)).worksheets[1].iter_rows(values_only=True))
    assert rows == [("Section", "Cell", "Name", "Number", "Cat", "Alerts", "On this session")]


def test_columns_with_one_name_are_all_kept() -> None:
    columns = (SheetColumn("Time"), SheetColumn("Time"), SheetColumn(""))
    rows = list(opened(sheet_of(columns, ("a", "b", "c"))).worksheets[1].values)
    assert rows == [("Time", "Time (2)", "Column 3"), ("a", "b", "c")]


def test_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    value = opened(sheet_of((SheetColumn("Notes"),), ("x" * 40_000,))).worksheets[1]["A2"].value
    assert len(value) == LONGEST_TEXT
    assert value.endswith("(cut: longer than a cell can hold)")


@settings(deadline=None)
@given(st.text())
def test_any_title_gives_a_name_that_a_workbook_takes(title: str) -> None:
    name = sheet_name(title)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert opened(dataclasses.replace(unlock_sample(1), title=title)).sheetnames[1] == name
