"""The columns that go into a file: no boxes to tick, unique names, the section as a column."""

from collections.abc import Iterator, Sequence

from gatehouse.reports.sheet import Cell, ColumnKind, Sheet

SECTION = "Section"


def has_sections(sheet: Sheet) -> bool:
    """Whether any section has a heading, which files carry as their first column."""
    return any(section.heading for section in sheet.sections)


def kinds(sheet: Sheet) -> list[ColumnKind]:
    """The kind of each column of the file."""
    first = [ColumnKind.TEXT] if has_sections(sheet) else []
    return first + [column.kind for column in sheet.columns if column.kind is not ColumnKind.TICK]


def headings(sheet: Sheet) -> list[str]:
    """A unique name for each column of the file: Time, Time (2)."""
    first = [SECTION] if has_sections(sheet) else []
    names = first + [c.heading for c in sheet.columns if c.kind is not ColumnKind.TICK]
    return _unique(names)


def rows(sheet: Sheet) -> Iterator[list[Cell]]:
    """Every row of every section, in the order of `headings`."""
    kept = [i for i, column in enumerate(sheet.columns) if column.kind is not ColumnKind.TICK]
    with_section = has_sections(sheet)
    for section in sheet.sections:
        first: list[Cell] = [section.heading] if with_section else []
        for row in section.rows:
            yield first + [row[index] for index in kept]


def _unique(names: Sequence[str]) -> list[str]:
    taken: set[str] = set()
    unique: list[str] = []
    for position, name in enumerate(names, 1):
        base = name.strip() or f"Column {position}"
        candidate, count = base, 1
        while candidate in taken:
            count += 1
            candidate = f"{base} ({count})"
        taken.add(candidate)
        unique.append(candidate)
    return unique
