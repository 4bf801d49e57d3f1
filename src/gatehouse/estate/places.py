"""The places inside a prison: wings, landings and cells; rooms; reception and its like."""

from dataclasses import dataclass, field
from datetime import date
from math import ceil

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.lists import Prison
from gatehouse.estate.loads import Loads

# Uncertified top-level places (R-LOC-3), with their unit types.
PSEUDO = {"RECP": "REC", "COURT": "OU", "TAP": "OU", "CSWAP": "OU"}
_DEACTIVATED = {"J": 3.0, "D": 2.0, "I": 1.0, "C": 0.5}
_SPARE = 1.06
_OPENED = date(2024, 3, 4)
_ROOMS = (
    # code, type, name, purpose
    ("CLASS1", "CLAS", "Classroom 1", "education"),
    ("CLASS2", "CLAS", "Classroom 2", "education"),
    ("CLASS3", "CLAS", "Classroom 3", "education"),
    ("WSHOP1", "WORK", "Workshop 1", "work"),
    ("WSHOP2", "WORK", "Workshop 2", "work"),
    ("WSHOP3", "WORK", "Workshop 3", "work"),
    ("WSHOP4", "WORK", "Workshop 4", "work"),
    ("KITCH", "WORK", "Kitchen", "kitchen"),
    ("GARDENS", "EXTE", "Gardens", "gardens"),
    ("GYM", "SPOR", "Gym", "gym"),
    ("CHAPEL", "FAIT", "Chapel", "faith"),
    ("MULTIF", "FAIT", "Multi-faith room", "faith"),
    ("LIBR", "ROOM", "Library", "library"),
    ("IND", "TRRM", "Induction room", "induction"),
    ("PROG", "TRRM", "Programmes room", "programme"),
    ("HCARE1", "MEDI", "Health care consulting room", "doctor"),
    ("HCARE2", "MEDI", "Dental surgery", "dentist"),
    ("HCARE3", "MEDI", "Health care waiting room", "clinic"),
    ("VISITS", "VISIT", "Visits hall", "visits"),
    ("LEGAL", "VISIT", "Legal visits", "legal"),
    ("ADJ", "ADJU", "Adjudication room", "adjudication"),
    ("VLINK", "VIDE", "Video link room", "video"),
    ("OMU", "INTE", "Offender management unit", "interview"),
    ("INCELL", "LOCA", "In cell", "in cell"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `beds` is how many it may hold, `ground` whether there are no stairs to it."""

    id: int
    path: str
    wing: str
    landing: str
    beds: int
    unit_type: str
    ground: bool


@dataclass(slots=True)
class Places:
    """What a prison has, by id."""

    prison: Prison
    cells: list[Cell] = field(default_factory=list)
    pseudo: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, list[int]] = field(default_factory=dict)
    wings: list[str] = field(default_factory=list)

    def room(self, purpose: str) -> int:
        """The id of the first room of that purpose."""
        return self.rooms[purpose][0]


@dataclass(frozen=True, slots=True)
class _Plan:
    wings: tuple[str, ...]
    middles: tuple[str, ...]
    cells: int
    doubles: float
    digits: int


def _plan(prison: Prison) -> _Plan:
    if prison.id == "MDI":
        return _Plan(tuple("1234567"), ("1", "2", "3"), 38, 0.33, 3)
    doubles = {"local": 0.7, "youth": 0.0, "high": 0.05, "open": 0.2}.get(prison.kind, 0.3)
    count = min(max(ceil(prison.population / 190), 2), 10)
    wings = tuple("ABCDEFGHJK"[:count])
    landings = {"local": 4, "women": 2, "youth": 2, "open": 0}.get(prison.kind, 3)
    middles: tuple[str, ...] = tuple(str(n + 1) for n in range(landings))
    if prison.id == "RNI":  # spurs between house block and landing, so four levels
        middles = tuple(f"{spur}-{n}" for spur in "NS" for n in (1, 2))
    per_landing = prison.population * _SPARE / (count * max(len(middles), 1) * (1 + doubles))
    digits = 2 if prison.id == "LEI" else 3
    return _Plan(wings, middles, max(ceil(per_landing), 6), doubles, digits)


class _Builder:
    def __init__(self, prison: Prison, counters: Counters, loads: Loads, seed: int) -> None:
        self.places = Places(prison)
        self._counters = counters
        self._loads = loads
        self._chance = Chance(seed, prison.id, "places")
        self._wings: dict[str, int] = {}

    def row(self, path: str, kind: str, parent: int | None, **more: object) -> int:
        place = self._counters.next("location")
        defaults: dict[str, object] = {
            "active_flag": "Y",
            "certified_flag": "Y",
            "tracking_flag": "N",
            "list_seq": place % 1000,
        }
        self._loads.add(
            "agency_internal_locations",
            **(
                defaults
                | {
                    "internal_location_id": place,
                    "internal_location_code": path.rsplit("-", 1)[-1],
                    "agy_loc_id": self.places.prison.id,
                    "internal_location_type": kind,
                    "description": path,
                    "parent_internal_location_id": parent,
                }
                | more
            ),
        )
        return place

    def wing(self, code: str, plan: _Plan, unit: str = "NA") -> None:
        path = f"{self.places.prison.id}-{code}"
        house = f"House block {code}" if code.isdigit() else f"{code} wing"
        name = {"SEG": "Care and separation unit", "HCC": "Health care centre"}.get(code, house)
        wing = self.row(path, "WING", None, unit_type=unit, user_desc=name)
        self.places.wings.append(code)
        self._wings[code] = wing
        for middle in plan.middles or ("",):
            self.landing(code, wing, middle, plan, unit)

    def landing(self, wing: str, parent: int, middle: str, plan: _Plan, unit: str) -> None:
        path = f"{self.places.prison.id}-{wing}"
        for depth, part in enumerate(middle.split("-") if middle else ()):
            last = depth == middle.count("-")
            path = f"{path}-{part}"
            known = self.places.rooms.get(path)
            place = known[0] if known else None
            if place is None:
                kind = "LAND" if last else "SPUR"
                place = self.row(path, kind, parent, unit_type=unit)
                self.places.rooms[path] = [place]
            parent = place
        for number in range(1, plan.cells + 1):
            self.cell(f"{path}-{number:0{plan.digits}}", parent, (wing, middle), plan, unit)

    def cell(self, path: str, parent: int, where: tuple[str, str], plan: _Plan, unit: str) -> None:
        beds = 2 if self._chance.happens(plan.doubles) else 1
        crowded = beds > 1 and self._chance.happens(0.3)
        more: dict[str, object] = {
            "unit_type": unit,
            "capacity": beds,
            "operation_capacity": beds,
            "cna_no": 1 if crowded else beds,
        }
        active = not self._chance.happens(0.012)
        if not active:
            reason = self._chance.weigh(_DEACTIVATED)
            more |= {"active_flag": "N", "deactivate_reason_code": reason, "operation_capacity": 0}
            more["deactivate_date"] = self._chance.at(_OPENED, "09:00", "17:00")
        kind = "CELL" if plan.middles else "ROOM"
        place = self.row(path, kind, parent, **more)
        if active:
            ground = where[1].rsplit("-", 1)[-1] in {"1", ""}
            landing = path.rsplit("-", 1)[0]
            self.places.cells.append(Cell(place, path, where[0], landing, beds, unit, ground))

    def pseudo(self) -> None:
        for code, unit in PSEUDO.items():
            path = f"{self.places.prison.id}-{code}"
            self.places.pseudo[code] = self.row(
                path, "AREA", None, unit_type=unit, certified_flag="N", capacity=999
            )

    def rooms(self) -> None:
        for code, kind, name, purpose in _ROOMS:
            self.room(code, kind, name, purpose)
        for wing in [w for w in self.places.wings if w not in {"SEG", "HCC"}]:
            label = f"House block {wing}" if wing.isdigit() else f"{wing} wing"
            above = self._wings[wing]
            for code, kind, name, purpose in (
                ("ASSOC", "ASSO", "association", "association"),
                ("WOW", "LOCA", "work on wing", "wing work"),
            ):
                self.room(f"{wing}-{code}", kind, f"{label} {name}", f"{purpose} {wing}", above)

    def room(self, code: str, kind: str, name: str, purpose: str, above: int | None = None) -> None:
        path = f"{self.places.prison.id}-{code}"
        place = self.row(path, kind, above, user_desc=name)
        self.places.rooms.setdefault(purpose, []).append(place)


def lay_out(prison: Prison, counters: Counters, loads: Loads, seed: int) -> Places:
    """Build a prison: write its location tree and give back where people can be."""
    builder = _Builder(prison, counters, loads, seed)
    plan = _plan(prison)
    for code in plan.wings:
        builder.wing(code, plan)
    if prison.kind != "open":
        small = _Plan(("SEG",), ("1",), max(prison.population // 70, 4), 0.0, plan.digits)
        builder.wing("SEG", small, "SEG")
        builder.wing("HCC", small, "HC")
    builder.pseudo()
    builder.rooms()
    return builder.places
