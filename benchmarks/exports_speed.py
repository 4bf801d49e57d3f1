"""How long a list takes to print and to write: 250 people and 2,000, against the limits we keep.

    python -m benchmarks.exports_speed

The peers, in the same run: chromium printing a plain page of the same rows, openpyxl, and the csv
module of Python. They do less: no boxes, no head on every sheet that says what it is, no code.
"""

import csv
import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from html import escape

from openpyxl import Workbook
from playwright.sync_api import sync_playwright

from gatehouse.reports.exports.csv import to_csv
from gatehouse.reports.exports.pdf import to_pdf
from gatehouse.reports.exports.xlsx import to_xlsx
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection

PDF_LIMITS = {250: 1.0, 2_000: 3.0}  # rows: seconds
RUNS = 3
CHROMIUM = "/usr/bin/chromium"
MADE = datetime.fromisoformat("2026-11-24T05:40")
PER_WING = 250
EVENTS = ("", "08:30 Woodwork, Workshop 4", "", "09:15 Dentist, Health Care\n10:00 Gym (cancelled)")
ALERTS = ("", "ACCT open", "E-List, Controlled unlock", "")


def unlock_like(rows: int) -> Sheet:
    """A sheet of 8 columns, two of them boxes, in wings of 250 people, with a warning."""
    return Sheet(
        title="Unlock list: Moorland, AM",
        classification="OFFICIAL-SENSITIVE",
        columns=(
            SheetColumn("Cell", weight=1.2),
            SheetColumn("Name", weight=3),
            SheetColumn("Number", weight=1.3),
            SheetColumn("Cat", weight=0.6),
            SheetColumn("Alerts", weight=2),
            SheetColumn("On this session", weight=4),
            SheetColumn("Gone", ColumnKind.TICK, weight=0.7),
            SheetColumn("Back", ColumnKind.TICK, weight=0.7),
        ),
        sections=tuple(
            SheetSection(
                f"Wing {start // PER_WING + 1}",
                tuple(person(index) for index in range(start, min(rows, start + PER_WING))),
                page_break=True,
            )
            for start in range(0, rows, PER_WING)
        ),
        completeness=f"{rows} listed = {rows} in our care",
        data_as_at=MADE,
        made_at=MADE,
        made_by="Benchmark",
        warnings=("The data is 47 minutes late. Do not use this list to unlock.",),
        code="K7QM-4TXW",
    )


def person(index: int) -> tuple[Cell, ...]:
    """One row."""
    cell = f"{index // PER_WING + 1}-{index % 4 + 1}-{index % 40 + 1:03}"
    name = f"SURNAME{index % 97}, Forename"
    on = EVENTS[index % len(EVENTS)]
    return (cell, name, f"A{index:04}AA", "C", ALERTS[index % len(ALERTS)], on, None, None)


def seconds(write: Callable[[Sheet], bytes], sheet: Sheet) -> tuple[float, float]:
    """Wall and processor seconds of the best of a few runs, because machines are shared."""
    taken = []
    for _ in range(RUNS):
        started, worked = time.perf_counter(), time.process_time()
        write(sheet)
        taken.append((time.perf_counter() - started, time.process_time() - worked))
    return min(taken)


@contextmanager
def chromium_print() -> Iterator[Callable[[Sheet], bytes]]:
    """A browser, opened beforehand, that prints a table of the rows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def write(sheet: Sheet) -> bytes:
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>"
                for row in plain_rows(sheet)
            )
            page.set_content(f"<table>{rows}</table>")
            printed: bytes = page.pdf()
            return printed

        yield write
        browser.close()


def openpyxl_write(sheet: Sheet) -> bytes:
    """The rows as a workbook, by openpyxl."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in plain_rows(sheet):
        page.append(row)
    book.save(held := io.BytesIO())
    return held.getvalue()


def csv_write(sheet: Sheet) -> bytes:
    """The rows as CSV, by Python."""
    held = io.StringIO()
    csv.writer(held).writerows(plain_rows(sheet))
    return held.getvalue().encode()


def plain_rows(sheet: Sheet) -> Iterator[list[str]]:
    """Every row as text."""
    for section in sheet.sections:
        for row in section.rows:
            yield [str(cell or "") for cell in row]


def main() -> int:
    """Print a table; 1 when a limit is broken."""
    broken = 0
    print(f"{'file':<6}{'rows':>8}{'seconds':>10}{'of CPU':>9}{'limit':>8}{'peer':>9}{'ratio':>8}")
    with chromium_print() as chromium:
        writers = (
            ("PDF", to_pdf, chromium),
            ("XLSX", to_xlsx, openpyxl_write),
            ("CSV", to_csv, csv_write),
        )
        for rows, limit in PDF_LIMITS.items():
            sheet = unlock_like(rows)
            for name, write, peer in writers:
                took, worked = seconds(write, sheet)
                theirs, _ = seconds(peer, sheet)
                allowed = limit if name == "PDF" else None
                broken += allowed is not None and took > allowed
                shown = f"{allowed:.1f}" if allowed else "-"
                print(
                    f"{name:<6}{rows:>8,}{took:>10.3f}{worked:>9.3f}{shown:>8}"
                    f"{theirs:>9.3f}{took / theirs:>8.1f}"
                )
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
