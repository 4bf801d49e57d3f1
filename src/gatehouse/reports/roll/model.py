"""The roll's values: figures, lines by wing and landing, and the names behind every figure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gatehouse.lake.moment import Moment


class DrillId(StrEnum):
    """The lists of names behind the figures."""

    IN_TODAY = "in-today"
    OUT_TODAY = "out-today"
    OUT_NOW = "out-now"
    OVERNIGHTS = "overnights"
    EN_ROUTE = "en-route"
    RECEPTION = "reception"
    NO_CELL = "no-cell"
    NOT_PLACED = "not-placed"
    DIFFERENCE = "difference"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One person, or one movement of a person, behind a figure.

    `when` is local. `about` says the rest in words: where from, why, the cell before.
    """

    number: str
    last_name: str
    first_name: str
    cell: str = ""
    when: datetime | None = None
    about: str = ""
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drill:
    """The names behind a figure. `unnamed` are limited-access people, counted and not named."""

    id: DrillId
    title: str
    rows: tuple[DrillRow, ...]
    unnamed: int = 0

    @property
    def count(self) -> int:
        """The figure."""
        return len(self.rows) + self.unnamed


@dataclass(frozen=True, slots=True)
class RollLine:
    """A wing (with an empty `landing`) or a landing of it (R-ROLL-9).

    `currently_in` includes `out_of_cell`: in the prison, tracked somewhere else (R-ROLL-2).
    `overcrowded` are cells with more people than they are certified for (R-CAP-1).
    """

    wing: str
    landing: str
    beds_in_use: int
    currently_in: int
    out_of_cell: int
    currently_out: int
    working_capacity: int
    out_of_order: int
    maximum_capacity: int = 0
    overcrowded: int = 0

    @property
    def vacancies(self) -> int:
        """Working capacity less beds in use; negative when overcrowded (R-ROLL-3)."""
        return self.working_capacity - self.beds_in_use

    @property
    def spaces(self) -> int:
        """Maximum capacity less beds in use: what physically remains (R-ROLL-3)."""
        return self.maximum_capacity - self.beds_in_use


@dataclass(frozen=True, slots=True)
class UnlockRoll:
    """The roll as of 00:01, in two ways.

    `formula` is R-ROLL-7. `as_of` is the count of people whose movements put them inside at
    00:01 (R-ROLL-G); None while the movement history of `incomplete` people does not allow it.
    """

    formula: int
    as_of: int | None
    incomplete: int

    @property
    def difference(self) -> int | None:
        """Formula less as-of; None when there is no as-of figure."""
        return None if self.as_of is None else self.formula - self.as_of


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll of one prison now."""

    prison_id: str
    prison: str
    unlock: UnlockRoll
    current: int
    in_care: int
    in_today: int
    out_today: int
    lines: tuple[RollLine, ...]
    drills: tuple[Drill, ...]
    moment: Moment
    made_at: datetime
    late: bool
    warnings: tuple[str, ...] = ()

    def drill(self, drill_id: DrillId) -> Drill:
        """The names behind one figure."""
        return next(drill for drill in self.drills if drill.id is drill_id)

    @property
    def wings(self) -> tuple[RollLine, ...]:
        """The lines of whole wings."""
        return tuple(line for line in self.lines if not line.landing)

    @property
    def total(self) -> RollLine:
        """All wings together."""
        return RollLine(
            wing="Total",
            landing="",
            beds_in_use=sum(line.beds_in_use for line in self.wings),
            currently_in=sum(line.currently_in for line in self.wings),
            out_of_cell=sum(line.out_of_cell for line in self.wings),
            currently_out=sum(line.currently_out for line in self.wings),
            working_capacity=sum(line.working_capacity for line in self.wings),
            out_of_order=sum(line.out_of_order for line in self.wings),
            maximum_capacity=sum(line.maximum_capacity for line in self.wings),
            overcrowded=sum(line.overcrowded for line in self.wings),
        )

    @property
    def out(self) -> int:
        """People in the prison's care who are out now."""
        return self.drill(DrillId.OUT_NOW).count

    @property
    def by_location(self) -> int:
        """The roll summed over places, wings and reception and those without a cell (R-ROLL-6).

        It lacks people who are in with no living unit; `current` counts people (R-ROLL-6b).
        """
        apart = (DrillId.RECEPTION, DrillId.NO_CELL)
        return self.total.currently_in + sum(self.drill(drill).count for drill in apart)

    @property
    def holds(self) -> bool:
        """Whether wings + reception + no cell + not placed = roll, and roll + out = in care."""
        accounted = self.by_location + self.drill(DrillId.NOT_PLACED).count
        return accounted == self.current and self.current + self.out == self.in_care
