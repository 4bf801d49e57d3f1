"""The roll's table: beds, people and vacancies by wing and landing (R-ROLL-1 to 4, R-CAP-1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gatehouse.reports.places import Cell, Location, Places, natural_key
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
    maximum_capacity: int = 0
    overcrowded: int = 0
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
            maximum_capacity=self.maximum_capacity,
            overcrowded=self.overcrowded,
        )


def roll_lines(
    places: Places,
    records: Iterable[PersonRecord],
    cells: Mapping[int, Cell | None],
    now: datetime,
) -> tuple[RollLine, ...]:
    """A line for each wing, followed by its landings, in natural order.

    People in reception, without a cell or who could not be placed are on no line. Only certified
    places have room to offer (R-LOC-2); people who live in another are on its line all the same.
    """
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    occupants: Counter[int | None] = Counter()
    for record in records:
        occupants[record.living_unit_id] += 1
        cell = cells[record.booking_id]
        if cell is not None and cell.is_on_wing:
            for key in ((cell.wing, ""), (cell.wing, cell.landing)):
                _count_person(tallies[key], record)
    for location in places:
        cell = places.cell(location.location_id) if location.kind in _LEAVES else None
        if cell is not None and cell.is_on_wing:
            certified = places.is_certified(location.location_id)
            for key in ((cell.wing, ""), (cell.wing, cell.landing)):
                _count_place(tallies[key], location, now, occupants[location.location_id])
                if certified:
                    _count_room(tallies[key], location, now)
    return tuple(tallies[key].line(*key) for key in sorted(tallies, key=_order))


def _count_person(tally: _Tally, record: PersonRecord) -> None:
    tally.beds += 1
    tally.inside += record.is_in
    tally.out_of_cell += record.is_in and record.tracked_location_id is not None
    tally.out += not record.is_in


def _count_place(tally: _Tally, location: Location, now: datetime, occupants: int) -> None:
    tally.out_of_order += location.is_out_of_order(now)
    certified_for = location.certified_capacity
    tally.overcrowded += certified_for is not None and occupants > certified_for


def _count_room(tally: _Tally, location: Location, now: datetime) -> None:
    if location.active and not location.is_out_of_order(now):
        tally.working_capacity += location.working_capacity or 0
        tally.maximum_capacity += location.capacity or 0


def _order(key: tuple[str, str]) -> tuple[object, object]:
    wing, landing = key
    return natural_key(wing), natural_key(landing)
