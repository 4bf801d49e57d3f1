"""The roll as a sheet: figures, the table by wing and landing, and the names behind them."""

from gatehouse.reports.fitness import ROLL_MUST_NOT, fitness_warnings
from gatehouse.reports.names import people
from gatehouse.reports.roll.model import Drill, DrillId, Roll, RollLine
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection

_TABLE = "By wing and landing"
ROLL_COLUMNS = (
    SheetColumn("Location", weight=2.0),
    SheetColumn("Beds in use", ColumnKind.NUMBER),
    SheetColumn("Currently in", ColumnKind.NUMBER),
    SheetColumn("Out of cell", ColumnKind.NUMBER),
    SheetColumn("Currently out", ColumnKind.NUMBER),
    SheetColumn("Working capacity", ColumnKind.NUMBER),
    SheetColumn("Beds available", ColumnKind.NUMBER),
    SheetColumn("Maximum capacity", ColumnKind.NUMBER),
    SheetColumn("Spaces to maximum", ColumnKind.NUMBER),
    SheetColumn("Crowded cells", ColumnKind.NUMBER),
    SheetColumn("Cells out of order", ColumnKind.NUMBER),
)
_NAMES = (
    SheetColumn("Cell", weight=1.0),
    SheetColumn("Name", weight=2.0),
    SheetColumn("Number", weight=1.0),
    SheetColumn("When", ColumnKind.MOMENT, 1.4),
    SheetColumn("About", weight=3.0),
    SheetColumn("Alerts", weight=1.6),
)


def roll_sheet(roll: Roll, made_by: str, classification: str) -> Sheet:
    """The table by wing and landing, under the figures."""
    section = SheetSection(_TABLE, tuple(line_cells(line) for line in (*roll.lines, roll.total)))
    return _sheet(roll, "Roll", (section,), (made_by, classification))


def roll_names_sheet(roll: Roll, made_by: str, classification: str) -> Sheet:
    """The names behind every figure, a section for each that has any."""
    sections = tuple(_drill(drill) for drill in roll.drills if drill.count)
    return _sheet(roll, "Roll: the people behind the figures", sections, (made_by, classification))


def cards(roll: Roll) -> tuple[tuple[str, str], ...]:
    """The figures by their names (R-ROLL-9)."""
    as_of = roll.unlock.as_of
    return (
        ("Unlock roll (as of 00:01)", f"{roll.unlock.formula:,}"),
        ("By movements", "history incomplete" if as_of is None else f"{as_of:,}"),
        ("Current population", f"{roll.current:,}"),
        ("In today", f"{roll.in_today:,}"),
        ("Out today", f"{roll.out_today:,}"),
        ("In reception", f"{roll.drill(DrillId.RECEPTION).count:,}"),
        ("No cell allocated", f"{roll.drill(DrillId.NO_CELL).count:,}"),
        ("Incoming transfers", f"{roll.drill(DrillId.EN_ROUTE).count:,}"),
        ("Overnights (due to return)", f"{roll.drill(DrillId.OVERNIGHTS).count:,}"),
    )


def whole_words(roll: Roll) -> str:
    """The sum that shows the roll is whole."""
    reception, no_cell, not_placed = (
        roll.drill(drill).count
        for drill in (DrillId.RECEPTION, DrillId.NO_CELL, DrillId.NOT_PLACED)
    )
    sums = (
        f"{roll.total.currently_in:,} on the wings + {reception:,} in reception + {no_cell:,} "
        f"without a cell + {not_placed:,} could not be placed. Roll (in): {roll.current:,} + "
        f"{roll.out:,} out. In our care: {roll.in_care:,}."
    )
    return sums if roll.holds else f"DOES NOT ADD UP. {sums}"


def _sheet(
    roll: Roll, title: str, sections: tuple[SheetSection, ...], made: tuple[str, str]
) -> Sheet:
    made_by, classification = made
    is_table = sections and sections[0].heading == _TABLE
    return Sheet(
        title=title,
        classification=classification,
        columns=ROLL_COLUMNS if is_table else _NAMES,
        sections=sections,
        completeness=whole_words(roll),
        data_as_at=roll.moment.data_as_at,
        made_at=roll.made_at,
        made_by=made_by,
        facts=(("Prison", roll.prison), *cards(roll)),
        warnings=(*fitness_warnings(roll.moment, roll.made_at, ROLL_MUST_NOT), *roll.warnings),
    )


def line_cells(line: RollLine) -> tuple[Cell, ...]:
    """A line of the table by `ROLL_COLUMNS`."""
    return (
        line.landing or line.wing,
        line.beds_in_use,
        line.currently_in,
        line.out_of_cell,
        line.currently_out,
        line.working_capacity,
        line.vacancies,
        line.maximum_capacity,
        line.spaces,
        line.overcrowded,
        line.out_of_order,
    )


def _drill(drill: Drill) -> SheetSection:
    rows = tuple(
        (
            row.cell,
            f"{row.last_name}, {row.first_name}",
            row.number,
            row.when,
            row.about,
            ", ".join(row.alerts),
        )
        for row in drill.rows
    )
    unnamed = f" {people(drill.unnamed)} not named." if drill.unnamed else ""
    return SheetSection(drill.title, rows, f"{drill.count:,}.{unnamed}")
