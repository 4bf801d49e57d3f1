"""The roll's table: beds, people and vacancies by wing and landing (R-ROLL-1 to 4, R-CAP-1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gatehouse.reports.places import Cell, Places, natural_key
from gatehouse.reports.records import PersonRecord
from gatehouse.reports.roll.model import RollLine

_LEAVES = frozenset({"CELL", "ROOM"})


@dataclass(slots=True)
class _Tally:
    beds: int = 0
    inside: int = 0
    out_of_cell: int = 0
    out: int = 0
    working_capacity: int = 0
    out_of_order: int = 0

    def line(self, wing: str, landing: str) -> RollLine:
        return RollLine(
            wing,
            landing,
            beds_in_use=self.beds,
            currently_in=self.inside,
            out_of_cell=self.out_of_cell,
            currently_out=self.out,
            working_capacity=self.working_capacity,
            out_of_order=self.out_of_order,
        )


def roll_lines(
    places: Places,
    records: Iterable[PersonRecord],
    cells: Mapping[int, Cell | None],
    now: datetime,
) -> tuple[RollLine, ...]:
    """A line for each wing, followed by its landings, in natural order.

    People in reception, without a cell or who could not be placed are on no line.
    """
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for record in records:
        cell = cells[record.booking_id]
        if cell is not None and cell.is_on_wing:
            for key in ((cell.wing, ""), (cell.wing, cell.landing)):
                _count_person(tallies[key], record)
    for location in places:
        cell = places.cell(location.location_id) if location.kind in _LEAVES else None
        if cell is not None and cell.is_on_wing:
            out_of_order = location.is_out_of_order(now)
            for key in ((cell.wing, ""), (cell.wing, cell.landing)):
                tallies[key].out_of_order += out_of_order
                if location.active and not out_of_order:
                    tallies[key].working_capacity += location.working_capacity or 0
    return tuple(tallies[key].line(*key) for key in sorted(tallies, key=_order))


def _count_person(tally: _Tally, record: PersonRecord) -> None:
    tally.beds += 1
    tally.inside += record.is_in
    tally.out_of_cell += record.is_in and record.tracked_location_id is not None
    tally.out += not record.is_in


def _order(key: tuple[str, str]) -> tuple[object, object]:
    wing, landing = key
    return natural_key(wing), natural_key(landing)
