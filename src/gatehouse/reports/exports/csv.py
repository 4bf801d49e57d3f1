"""A sheet as CSV that is safe to open in a spreadsheet, and exact to read by a program.

The file is UTF-8 with a byte order mark (without one a spreadsheet guesses another alphabet),
lines end in CRLF, every value is quoted. It starts with comment lines, `# label,"value"`, that
carry the sheet's proof (completeness, data as at, warnings, code); then the headings; then the
rows. A reader skips lines that start with `#`: no other line does.

**The rule for text.** A spreadsheet runs a value that starts with `=`, `+`, `-` or `@` as a
formula. Such a text, and any that starts with an apostrophe, a tab or a line end, is written with
one apostrophe before it (white space and invisible characters in front do not hide the start). To
have the exact text back, take one apostrophe from the start of any value that has one: `restore`.
Numbers are typed, so -3 stays -3. Dates are 2026-11-24, times 08:40, moments 2026-11-24 08:40:00.

A CSV has no types: a spreadsheet may still show cell 3-11 as a date. Use the XLSX for that.
"""

import csv
import io
import math
import unicodedata
from datetime import date, datetime, time

from gatehouse.reports.exports.columns import headings, rows
from gatehouse.reports.exports.words import proof
from gatehouse.reports.sheet import Cell, Sheet

_GUARD = "'"
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # and wide forms
_STARTS_A_CELL = ("\t", "\r", "\n")
_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def to_csv(sheet: Sheet) -> bytes:
    """Write `sheet` by the rule of this module; every row, and never a formula."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for label, value in proof(sheet):
        text.write(f"# {_plain_label(label)},")
        writer.writerow([guard(_one_line(value))])
    writer.writerow([guard(heading) for heading in headings(sheet)])
    writer.writerows([_written(cell) for cell in row] for row in rows(sheet))
    return text.getvalue().encode("utf-8", errors="replace")


def guard(value: str) -> str:
    """`value` so that no spreadsheet runs it; `restore` gives it back exactly."""
    if value.startswith((_GUARD, *_STARTS_A_CELL)) or _visible_start(value) in _RUNS_AS_FORMULA:
        return _GUARD + value
    return value


def restore(value: str) -> str:
    """The exact text of a guarded value."""
    return value.removeprefix(_GUARD)


def _visible_start(value: str) -> str:
    for letter in value:
        if unicodedata.category(letter) not in _INVISIBLE:
            return letter
    return ""


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _plain_label(label: str) -> str:
    """A label that needs no quotes, so that its line starts with a bare `#`."""
    return _one_line(label.replace(",", " ").replace('"', " "))


def _written(cell: Cell) -> str:
    match cell:
        case str():
            text = guard(cell)
        case datetime():
            text = f"{cell:%Y-%m-%d %H:%M:%S}"
        case date():
            text = cell.isoformat()
        case time():
            text = f"{cell:%H:%M}"
        case float() if not math.isfinite(cell):
            text = ""
        case _:
            text = "" if cell is None else str(cell)
    return text
