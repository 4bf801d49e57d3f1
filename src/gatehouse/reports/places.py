"""Where a place lies in the prison: wing, landing and cell, walked by parent links."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

_RUNS = re.compile(r"\d+|\D+")
RECEPTION_CODES = frozenset({"RECP", "COURT", "TAP"})
NO_CELL_CODE = "CSWAP"
RECEPTION = "Reception"
NO_CELL = "No cell"
_STAYING_CODES = frozenset({"STAYONWING", "UNEMPLOYED", "RETIRED", "INCELL"})
_CLOSED_FOR_GOOD = frozenset({"A", "C", "E", "I"})
_ENOUGH_LEVELS = 12

NaturalKey = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=65536)
def natural_key(text: str) -> NaturalKey:
    """Sort key in which runs of digits compare as numbers: A-1-2 before A-1-10 (R-LOC-4)."""
    return tuple(
        (0, int(run), run) if run.isdecimal() else (1, 0, run) for run in _RUNS.findall(text)
    )


# Named tuples, since a list makes a thousand of each: they are made several times faster.
class Location(NamedTuple):
    """One internal location of a prison, as NOMIS keeps it."""

    location_id: int
    parent_id: int | None
    code: str
    kind: str
    description: str
    name: str | None = None
    unit_type: str | None = None
    certified: bool | None = True
    active: bool | None = True
    capacity: int | None = None
    working_capacity: int | None = None
    certified_capacity: int | None = None
    deactivated_on: datetime | None = None
    reactivated_on: datetime | None = None
    deactivated_because: str | None = None
    group_name: str | None = None

    @property
    def is_residential(self) -> bool:
        """Whether people live there (R-LOC-2)."""
        return self.unit_type is not None

    @property
    def keeps_on_wing(self) -> bool:
        """Whether its code says that people stay on the wing (R-DPS-4)."""
        code = self.code.upper().replace("_", "")
        return "WOW" in code or code in _STAYING_CODES

    @property
    def is_in_cell(self) -> bool:
        """Whether it stands for everyone's own cell, where nobody meets anybody."""
        return self.code.upper().replace("_", "") == "INCELL"

    def is_out_of_order(self, now: datetime) -> bool:
        """Out of use for a while (R-ROLL-4); closed for good or changed in use does not count."""
        return (
            self.deactivated_on is not None
            and self.deactivated_on <= now
            and (self.reactivated_on is None or now < self.reactivated_on)
            and self.deactivated_because not in _CLOSED_FOR_GOOD
        )


_FIELDS = itemgetter(*Location._fields)


class Cell(NamedTuple):
    """Where someone lives: names of wing and landing to show, and the path without the prison."""

    wing: str
    landing: str
    path: str
    wing_id: int
    is_reception: bool = False
    is_no_cell: bool = False

    @property
    def is_on_wing(self) -> bool:
        """Whether it is a place to live, neither reception nor the want of a cell."""
        return not (self.is_reception or self.is_no_cell)

    @property
    def words(self) -> str:
        """The cell's path, or "Reception" or "No cell" where there is none to go to."""
        return self.path if self.is_on_wing else self.wing


class Places:
    """The tree of one prison's internal locations."""

    def __init__(self, locations: Iterable[Location]) -> None:
        self._by_id = {location.location_id: location for location in locations}
        self._lineages: dict[int | None, tuple[Location, ...]] = {}
        self._paths: dict[int | None, str] = {}
        self._cells: dict[int, Cell | None] = {}
        self._names: dict[int, str] = {}
        self._on_wings: dict[int, tuple[int | None, bool]] = {}

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> "Places":
        """From the rows of the dataset `places`."""
        return cls(Location(*_FIELDS(row)) for row in rows)

    def __iter__(self) -> Iterator[Location]:
        return iter(self._by_id.values())

    def get(self, location_id: int | None) -> Location | None:
        """The location of that id, if it is one of this prison's."""
        return None if location_id is None else self._by_id.get(location_id)

    def lineage(self, location_id: int | None) -> tuple[Location, ...]:
        """The location under all that contain it, outermost first; empty when not known."""
        location = self.get(location_id)
        return () if location is None else (*self._above(location.parent_id), location)

    def _above(self, parent_id: int | None) -> tuple[Location, ...]:
        """The lineage of a parent; kept, since every cell of a landing asks for the same."""
        if parent_id not in self._lineages:
            found: list[Location] = []
            location = self.get(parent_id)
            while location is not None and len(found) < _ENOUGH_LEVELS - 1:
                found.append(location)
                location = self.get(location.parent_id)
            self._lineages[parent_id] = tuple(reversed(found))
        return self._lineages[parent_id]

    def is_certified(self, location_id: int | None) -> bool:
        """Whether the place and all that contain it are certified for people to live in."""
        return all(location.certified for location in self.lineage(location_id))

    def path(self, location_id: int | None) -> str:
        """Codes joined from the wing down, without the prison: "A-1-014"."""
        return "-".join(location.code for location in self.lineage(location_id))

    def cell(self, location_id: int | None) -> Cell | None:
        """Where someone whose living unit this is lives; None when no wing can be made out.

        Reception, COURT and TAP are reception, CSWAP is no cell allocated (R-LOC-3).
        """
        if location_id is None:
            return None
        if location_id not in self._cells:
            self._cells[location_id] = self._find_cell(location_id)
        return self._cells[location_id]

    def _find_cell(self, location_id: int) -> Cell | None:
        unit = self.get(location_id)
        if unit is None:
            return None
        above = self._above(unit.parent_id)
        top = above[0] if above else unit
        landing = self._path_above(unit.parent_id)
        path = f"{landing}-{unit.code}" if above else unit.code
        codes = {top.code.upper(), unit.code.upper()}
        if codes & RECEPTION_CODES:
            return Cell(RECEPTION, RECEPTION, path, top.location_id, is_reception=True)
        if NO_CELL_CODE in codes:
            return Cell(NO_CELL, NO_CELL, path, top.location_id, is_no_cell=True)
        if not unit.is_residential:
            return None
        wing = unit.group_name or top.name or top.code
        return Cell(wing, landing or top.code, path, top.location_id)

    def _path_above(self, parent_id: int | None) -> str:
        """The path of a parent; kept, as its lineage is."""
        if parent_id not in self._paths:
            self._paths[parent_id] = "-".join(place.code for place in self._above(parent_id))
        return self._paths[parent_id]

    def name(self, location_id: int | None) -> str:
        """What people call a place: its own name, or its path; empty when not known."""
        if location_id is None:
            return ""
        if location_id not in self._names:
            location = self.get(location_id)
            self._names[location_id] = (location.name or self.path(location_id)) if location else ""
        return self._names[location_id]

    def is_in_cell(self, location_id: int | None) -> bool:
        """Whether a place stands for everyone's own cell."""
        location = self.get(location_id)
        return location is not None and location.is_in_cell

    def is_on_wing(self, location_id: int, wing_id: int | None) -> bool:
        """Whether a place is on the wing itself, or a code for staying there (R-DPS-4)."""
        if location_id not in self._on_wings:
            lineage = self.lineage(location_id)
            self._on_wings[location_id] = (
                (lineage[0].location_id, lineage[-1].keeps_on_wing) if lineage else (None, False)
            )
        top, keeps = self._on_wings[location_id]
        return keeps or (top is not None and top == wing_id)
