"""The roll's figures as cards, and its table as on paper."""

from dataclasses import dataclass

from gatehouse.reports.names import people
from gatehouse.reports.roll.model import Drill, DrillId, Roll, RollLine
from gatehouse.reports.roll.sheets import ROLL_COLUMNS, line_cells
from gatehouse.reports.sheet import Cell

COLUMNS = tuple(column.heading for column in ROLL_COLUMNS)


@dataclass(frozen=True, slots=True)
class Figure:
    """One card: a number, what it counts, and the names behind it if there is a list of them."""

    label: str
    value: str
    about: str = ""
    drill: DrillId | None = None


def figures(roll: Roll) -> tuple[Figure, ...]:
    """The cards in the order staff know them (R-ROLL-9)."""
    return (
        _unlock_roll(roll),
        Figure("Current population", f"{roll.current:,}", "in the prison now"),
        _drilled(roll, "In today", DrillId.IN_TODAY, roll.in_today),
        _drilled(roll, "Out today", DrillId.OUT_TODAY, roll.out_today),
        _drilled(roll, "Currently out", DrillId.OUT_NOW),
        _drilled(roll, "In reception", DrillId.RECEPTION),
        _drilled(roll, "No cell allocated", DrillId.NO_CELL),
        _drilled(roll, "Could not be placed", DrillId.NOT_PLACED),
        _drilled(roll, "Incoming transfers", DrillId.EN_ROUTE),
        _drilled(roll, "Overnights (due to return)", DrillId.OVERNIGHTS),
    )


def figures_of_line(line: RollLine) -> tuple[Cell, ...]:
    """What the table says of a wing or landing, by `COLUMNS` after the first."""
    return line_cells(line)[1:]


def drill_words(drill: Drill) -> str:
    """How many a list is of: 12 people, or 12 movements of people when somebody is on it twice."""
    once = len({row.number for row in drill.rows}) == len(drill.rows)
    return people(drill.count) if once else f"{drill.count:,} movements, some of one person"


def _unlock_roll(roll: Roll) -> Figure:
    held = roll.unlock
    if held.as_of is None:
        about = f"as of 00:01, from today's movements; history is incomplete for {held.incomplete}"
        return Figure("Unlock roll", f"{held.formula:,}", about, DrillId.INCOMPLETE)
    if held.difference:
        about = f"as of 00:01; today's movements alone would give {held.formula:,}"
        return Figure("Unlock roll", f"{held.as_of:,}", about, DrillId.DIFFERENCE)
    return Figure("Unlock roll", f"{held.as_of:,}", "as of 00:01; two ways of counting agree")


def _drilled(roll: Roll, label: str, drill: DrillId, value: int | None = None) -> Figure:
    count = roll.drill(drill).count if value is None else value
    return Figure(label, f"{count:,}", drill=drill)
