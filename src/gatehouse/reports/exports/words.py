"""How values are written for people, and the facts every export carries."""

from datetime import date, datetime, time

from gatehouse.reports.sheet import Cell, Sheet

NO_CODE = "Not sealed"


def moment_words(moment: datetime) -> str:
    """A local moment as on GOV.UK, with the 24-hour clock of a prison: 24 November 2026, 08:05."""
    return f"{date_words(moment)}, {moment:%H:%M}"


def date_words(day: date) -> str:
    """A date as on GOV.UK: 4 November 2026."""
    return f"{day.day} {day:%B %Y}"


def cell_words(cell: Cell) -> str:
    """One cell as text for paper; short months, because columns are narrow."""
    match cell:
        case datetime():
            text = f"{cell.day} {cell:%b %Y %H:%M}"
        case date():
            text = f"{cell.day} {cell:%b %Y}"
        case time():
            text = f"{cell:%H:%M}"
        case float():
            text = f"{cell:,.2f}".rstrip("0").rstrip(".")
        case int():
            text = f"{cell:,}"
        case _:
            text = "" if cell is None else str(cell)
    return text


def proof(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """What makes a copy checkable, as label and value, warnings first; the same in every file."""
    return (
        ("Report", sheet.title),
        ("Classification", sheet.classification),
        *(("Warning", warning) for warning in (*sheet.warnings, *sheet.notices)),
        *sheet.facts,
        ("Completeness", sheet.completeness),
        ("Rows", str(sheet.row_count)),
        ("Data as at", moment_words(sheet.data_as_at)),
        ("Made by", sheet.made_by),
        ("Made at", moment_words(sheet.made_at)),
        ("Verification code", sheet.code or NO_CODE),
    )
