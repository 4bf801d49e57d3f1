"""A sheet as an Excel workbook with typed cells: About first, then the rows.

Text is text, so cell 3-11 never becomes a date and a number keeps its zeros; dates, times and
moments are real ones, which sort and filter.
"""

import io
import math
import re
from datetime import time

import pyarrow as pa
import rustpy_xlsxwriter as workbook

from gatehouse.reports.exports.columns import headings, kinds, rows
from gatehouse.reports.exports.words import proof
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet

ABOUT = "About"
LONGEST_TEXT = 32_767
"""What a cell of a workbook can hold; longer text is cut and says so."""

_CUT = " … (cut: longer than a cell can hold)"
_LONGEST_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SECONDS_OF_DAY = 86_400
_NUMBER_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.DATE: "d mmm yyyy",
    ColumnKind.TIME: "hh:mm",
    ColumnKind.MOMENT: "d mmm yyyy hh:mm",
}
_CHARACTERS = {ColumnKind.DATE: 13, ColumnKind.TIME: 8, ColumnKind.MOMENT: 19}
_NARROWEST, _WIDEST, _SAMPLE = 8, 60, 200


def to_xlsx(sheet: Sheet) -> bytes:
    """Write `sheet`: its proof on the first worksheet, every row on the second."""
    name = sheet_name(sheet.title)
    data = list(rows(sheet))
    target = io.BytesIO()
    workbook.write_worksheets(
        [(ABOUT, _about(sheet)), (name, _records(sheet, data))],
        target,
        freeze_panes={ABOUT: {"row": 1}, name: {"row": 1}},
        datetime_format=_NUMBER_FORMATS[ColumnKind.MOMENT],
        column_formats={ABOUT: [_text(), _text()], name: _formats(sheet)},
        column_widths={ABOUT: [22.0, 100.0], name: _widths(sheet, data)},
        header_format={ABOUT: workbook.Format().set_bold(), name: workbook.Format().set_bold()},
        autofilter={name: bool(data)},
        page_setup={name: _page(sheet)},
    )
    return target.getvalue()


def sheet_name(title: str) -> str:
    """`title` as a worksheet's name: at most 31 characters, none of []:*?/\\, never About."""
    name = " ".join(_NOT_IN_NAME.sub(" ", title).split()).strip("'")[:_LONGEST_NAME].strip("' ")
    return name if name and name.casefold() not in (ABOUT.casefold(), "history") else "List"


def _about(sheet: Sheet) -> list[dict[str, str]]:
    return [{"About": _clean(label), "this report": _clean(text)} for label, text in proof(sheet)]


def _records(sheet: Sheet, data: list[list[Cell]]) -> list[dict[str, object]] | pa.Table:
    """Rows by heading; a table without rows still carries its headings."""
    names = headings(sheet)
    if not data:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return [dict(zip(names, map(_typed, row), strict=True)) for row in data]


def _typed(cell: Cell) -> object:
    match cell:
        case str():
            return _clean(cell)
        case time():  # a workbook's time is a share of the day
            return (cell.hour * 3600 + cell.minute * 60 + cell.second) / _SECONDS_OF_DAY
        case float() if not math.isfinite(cell):
            return None
        case _:
            return cell


def _clean(text: str) -> str:
    kept = _CONTROL.sub("", text)
    if len(kept) <= LONGEST_TEXT:
        return kept
    return kept[: LONGEST_TEXT - len(_CUT)] + _CUT


def _text() -> workbook.Format:
    return workbook.Format().set_num_format("@").set_text_wrap().set_align("top")


def _formats(sheet: Sheet) -> list[workbook.Format]:
    return [
        workbook.Format().set_num_format(_NUMBER_FORMATS.get(kind, "General")).set_align("top")
        for kind in kinds(sheet)
    ]


def _widths(sheet: Sheet, data: list[list[Cell]]) -> list[float]:
    return [
        float(max(len(name) + 4, _characters(kind, [row[i] for row in data[:_SAMPLE]])))
        for i, (name, kind) in enumerate(zip(headings(sheet), kinds(sheet), strict=True))
    ]


def _characters(kind: ColumnKind, cells: list[Cell]) -> int:
    if kind in _CHARACTERS:
        return _CHARACTERS[kind]
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _page(sheet: Sheet) -> dict[str, object]:
    """Printed from the workbook, it still carries classification, code and page numbers."""
    marking = sheet.classification.replace("&", "&&")
    as_at = f"{sheet.data_as_at:%d/%m/%Y %H:%M}"
    return {
        "landscape": True,
        "paper_size": 9,  # A4
        "fit_to_pages": (1, 0),
        "repeat_rows": 0,
        "header": f"&C&B{marking}",
        "footer": f"&L{sheet.code} Data as at {as_at}&C&B{marking}&RPage &P of &N",
    }
