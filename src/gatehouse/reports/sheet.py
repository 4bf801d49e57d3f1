"""A finished report as paper and files need it: sections of rows under one heading.

Every product turns its result into a `Sheet`; every export (PDF, XLSX, CSV) takes one. A sheet
carries its own proof: what it is, when it was so, who asked, and the sum that shows it is whole.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

Cell = str | int | float | date | datetime | time | None


class ColumnKind(StrEnum):
    """How a column's values are written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    TICK = "tick"  # an empty box to tick by hand; left out of files


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; `weight` is its share of the page's width."""

    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Rows under a heading, such as one wing; starts a page when `page_break` is set."""

    heading: str
    rows: tuple[tuple[Cell, ...], ...]
    summary: str = ""
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report.

    `completeness` is the line that proves nobody is missing. `warnings` say what is wrong with the
    sheet itself (late data, a sum that does not hold), first and on every page. `notices` are
    what its readers must know, said once (two people to keep apart). `facts` are label and value
    pairs: prison, date, session, filters. `code` verifies the sheet and asks what has changed
    since; empty before it is sealed.
    """

    title: str
    classification: str
    columns: tuple[SheetColumn, ...]
    sections: tuple[SheetSection, ...]
    completeness: str
    data_as_at: datetime
    made_at: datetime
    made_by: str
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    code: str = ""
    notices: tuple[str, ...] = ()

    @property
    def row_count(self) -> int:
        """Rows over all sections."""
        return sum(len(section.rows) for section in self.sections)
