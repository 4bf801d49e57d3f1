"""A sheet as an accessible PDF (PDF/UA-1), set by Typst for A4.

Text is passed as data and shown literally. Only the fonts that come with Gatehouse are used, so
the same sheet gives the same pages on every machine, including one with no fonts at all.
"""

from gatehouse.reports.exports.glyphs import printable, printable_cell
from gatehouse.reports.exports.layout import aligns, layout_of
from gatehouse.reports.exports.typesetting import typeset
from gatehouse.reports.exports.words import NO_CODE, cell_words, moment_words
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetSection

RUNNING_WARNINGS = 3
"""Warnings repeated on every page; the others are on page 1."""

RUNNING_CHARACTERS = 240
"""What is repeated of one warning; page 1 has all of it."""

NAMING = ("Prison", "Date", "Session")
"""The facts that tell one list from another, repeated on every page."""

UNTITLED = "Untitled list"
"""An accessible PDF has a title."""


def to_pdf(sheet: Sheet) -> bytes:
    """Print `sheet`: table head, classification, code and warnings on every page.

    Rows are never split; a section starts a page where it says so; TICK columns are empty boxes.
    The page is landscape when the columns need the width. Raises `FontsMissingError` when the
    fonts were not built, and `typst.TypstError` only for a fault of the template.
    """
    return typeset(_sheet_data(sheet), sheet.row_count)


def _sheet_data(sheet: Sheet) -> dict[str, object]:
    """Everything the template shows, already in words."""
    running, more = _warnings(sheet.warnings)
    layout = layout_of(sheet)
    return {
        "title": printable(sheet.title).strip() or UNTITLED,
        "name": _name(sheet),
        "classification": printable(sheet.classification),
        "landscape": layout.landscape,
        "headings": [printable(column.heading) for column in sheet.columns],
        "widths": layout.widths,
        "aligns": aligns(sheet),
        "facts": [[printable(label), printable(value)] for label, value in _facts(sheet)],
        "running": [printable(warning) for warning in running],
        "more_warnings": [printable(warning) for warning in (*more, *sheet.notices)],
        "completeness": printable(sheet.completeness),
        "code": printable(sheet.code or NO_CODE),
        "foot": printable(
            f"Data as at {cell_words(sheet.data_as_at)} · "
            f"printed {cell_words(sheet.made_at)} by {sheet.made_by}"
        ),
        "end": f"End of list: {sheet.row_count:,} {'row' if sheet.row_count == 1 else 'rows'}.",
        "sections": [_section_data(sheet, section) for section in sheet.sections],
    }


def _name(sheet: Sheet) -> str:
    """The title with what tells it from another list, for loose pages and the window's title."""
    which = [value for label, value in sheet.facts if label in NAMING and value not in sheet.title]
    return " · ".join(filter(str.strip, map(printable, (sheet.title, *which)))) or UNTITLED


def _facts(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return (
        *sheet.facts,
        ("Data as at", moment_words(sheet.data_as_at)),
        ("Printed by", sheet.made_by),
        ("Printed at", moment_words(sheet.made_at)),
    )


def _warnings(warnings: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """What every page repeats, and what page 1 has besides."""
    running: list[str] = []
    more = list(warnings[RUNNING_WARNINGS:])
    for warning in warnings[:RUNNING_WARNINGS]:
        if len(warning) > RUNNING_CHARACTERS:
            running.append(warning[: RUNNING_CHARACTERS - 1] + "…")
            more.insert(0, warning)
        else:
            running.append(warning)
    if more:
        count = len(more)
        running.append(f"and {count} more {'warning' if count == 1 else 'warnings'} on page 1")
    return running, more


def _section_data(sheet: Sheet, section: SheetSection) -> dict[str, object]:
    ticks = [column.kind is ColumnKind.TICK for column in sheet.columns]
    return {
        "heading": printable(section.heading).strip(),
        "summary": printable(section.summary),
        "page_break": section.page_break,
        "rows": [_row(row, ticks) for row in section.rows],
    }


def _row(row: tuple[Cell, ...], ticks: list[bool]) -> list[str | None]:
    """Text per cell; None is a box to tick, which a row may leave out by an empty text."""
    return [
        None if tick and cell is None else printable_cell(cell_words(cell))
        for cell, tick in zip(row, ticks, strict=True)
    ]
