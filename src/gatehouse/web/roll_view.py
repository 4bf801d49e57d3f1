"""The roll's figures as cards, and its sum in words."""

from dataclasses import dataclass

from gatehouse.reports.roll.model import DrillId, Roll


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


def roll_sum(roll: Roll) -> str:
    """The line that proves everyone is counted once."""
    reception = roll.drill(DrillId.RECEPTION).count
    no_cell = roll.drill(DrillId.NO_CELL).count
    not_placed = roll.drill(DrillId.NOT_PLACED).count
    text = (
        f"{roll.total.currently_in:,} in on the wings, {reception:,} in reception, "
        f"{no_cell:,} without a cell and {not_placed:,} that could not be placed: "
        f"a roll of {roll.current:,}. With {roll.out:,} out, {roll.in_care:,} in the care of the "
        "prison."
    )
    return text if roll.holds else f"These numbers do not add up, so check each one. {text}"


def _unlock_roll(roll: Roll) -> Figure:
    held = roll.unlock
    if held.as_of is None:
        about = f"as of 00:01, from today's movements; history is incomplete for {held.incomplete}"
        return Figure("Unlock roll", f"{held.formula:,}", about, DrillId.INCOMPLETE)
    if held.difference:
        about = f"as of 00:01; today's movements alone would give {held.formula:,}"
        return Figure("Unlock roll", f"{held.as_of:,}", about, DrillId.DIFFERENCE)
    return Figure("Unlock roll", f"{held.as_of:,}", "as of 00:01, counted two ways")


def _drilled(roll: Roll, label: str, drill: DrillId, value: int | None = None) -> Figure:
    count = roll.drill(drill).count if value is None else value
    return Figure(label, f"{count:,}", drill=drill)
