"""The names behind every figure of the roll (R-ROLL-9); limited-access people are not named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gatehouse.reports.names import prison_name, proper_name
from gatehouse.reports.places import Cell, Places, natural_key
from gatehouse.reports.records import PersonRecord
from gatehouse.reports.roll.gate import Gate, Movement
from gatehouse.reports.roll.model import Drill, DrillId, DrillRow
from gatehouse.reports.roll.reckoning import Named, Reckoning

_BACK_TOMORROW = frozenset({"CRT", "TAP"})


@dataclass(frozen=True, slots=True)
class Behind:
    """What the drills are drawn from, by booking.

    `csra` is the cell sharing risk of those in care, empty where not assessed (R-CSRA). `may_see`
    says whether a prison number may be named.
    """

    places: Places
    records: tuple[PersonRecord, ...]
    cells: Mapping[int, Cell | None]
    alerts: Mapping[int, tuple[str, ...]]
    csra: Mapping[int, str]
    gate: Gate
    reckoning: Reckoning
    en_route: tuple[Mapping[str, Any], ...]
    former_cells: Mapping[int, Mapping[str, Any]]
    now: datetime
    may_see: Callable[[str], bool]


def all_drills(behind: Behind) -> tuple[Drill, ...]:
    """Every list, in the order of the cards."""
    return (
        _movements(behind, DrillId.IN_TODAY, "In today", behind.gate.in_today),
        _movements(behind, DrillId.OUT_TODAY, "Out today", behind.gate.out_today),
        _people(behind, DrillId.OUT_NOW, "Out now", lambda record, _: not record.is_in),
        _people(behind, DrillId.OVERNIGHTS, "Overnights, due to return", _is_overnight(behind)),
        _en_route(behind),
        _people(
            behind,
            DrillId.RECEPTION,
            "In reception",
            lambda record, cell: record.is_in and cell is not None and cell.is_reception,
        ),
        _people(
            behind,
            DrillId.NO_CELL,
            "No cell allocated",
            lambda record, cell: record.is_in and cell is not None and cell.is_no_cell,
        ),
        _people(
            behind,
            DrillId.NOT_PLACED,
            "Could not be placed",
            lambda record, cell: record.is_in and cell is None,
        ),
        _named(
            behind,
            DrillId.DIFFERENCE,
            "Behind the difference",
            behind.reckoning.behind_difference,
        ),
        _named(
            behind, DrillId.INCOMPLETE, "Movement history incomplete", behind.reckoning.incomplete
        ),
    )


def _is_overnight(behind: Behind) -> Callable[[PersonRecord, Cell | None], bool]:
    """R-ROLL-8: out at court or on temporary absence since before today."""
    today = behind.now.date()

    def is_overnight(record: PersonRecord, _: Cell | None) -> bool:
        return (
            not record.is_in
            and record.out_kind in _BACK_TOMORROW
            and record.out_since is not None
            and record.out_since.date() < today
        )

    return is_overnight


def _people(
    behind: Behind,
    drill_id: DrillId,
    title: str,
    belongs: Callable[[PersonRecord, Cell | None], bool],
) -> Drill:
    found = [
        record for record in behind.records if belongs(record, behind.cells[record.booking_id])
    ]
    return _drill(behind, drill_id, title, [_of_record(behind, record) for record in found])


def _movements(
    behind: Behind, drill_id: DrillId, title: str, movements: Iterable[Movement]
) -> Drill:
    return _drill(behind, drill_id, title, [_of_movement(behind, m) for m in movements])


def _en_route(behind: Behind) -> Drill:
    rows = [
        DrillRow(
            number=row["prison_number"] or "not recorded",
            last_name=proper_name(row["last_name"]),
            first_name=proper_name(row["first_name"]),
            when=row["left_at"],
            about=f"from {prison_name(row['from_name'] or '') or 'a place not recorded'}",
        )
        for row in behind.en_route
    ]
    return _drill(behind, DrillId.EN_ROUTE, "On the way here", rows)


def _named(behind: Behind, drill_id: DrillId, title: str, people: Iterable[Named]) -> Drill:
    rows = [DrillRow(p.number, p.last_name, p.first_name, about=p.why) for p in people]
    return _drill(behind, drill_id, title, rows)


def _drill(behind: Behind, drill_id: DrillId, title: str, rows: list[DrillRow]) -> Drill:
    seen = [row for row in rows if behind.may_see(row.number)]
    return Drill(drill_id, title, tuple(sorted(seen, key=_order)), len(rows) - len(seen))


def _of_record(behind: Behind, record: PersonRecord) -> DrillRow:
    cell = behind.cells[record.booking_id]
    former = behind.former_cells.get(record.booking_id)
    when, about = record.out_since, record.out_reason if not record.is_in else ""
    if former is not None:
        place = behind.places.path(former["former_unit_id"]) or "a cell not known here"
        when, about = former["moved_at"], f"moved out of {place}"
    return DrillRow(
        record.number,
        record.last_name,
        record.first_name,
        cell=cell.words if cell else "",
        when=when,
        about=about,
        alerts=behind.alerts.get(record.booking_id, ()),
    )


def _of_movement(behind: Behind, movement: Movement) -> DrillRow:
    cell = behind.cells.get(movement.booking_id)
    other = movement.from_name if movement.direction == "IN" else movement.to_name
    word = "from" if movement.direction == "IN" else "to"
    about = [f"{movement.reason}, {word} {other}" if other else movement.reason]
    if movement.born:
        about.append(f"born {movement.born:%-d %B %Y}")
    if csra := behind.csra.get(movement.booking_id):
        about.append(f"cell sharing risk: {csra}")
    return DrillRow(
        movement.number,
        movement.last_name,
        movement.first_name,
        cell=cell.words if cell else "",
        when=movement.moved_at,
        about="; ".join(about),
        alerts=behind.alerts.get(movement.booking_id, ()),
    )


def _order(row: DrillRow) -> tuple[object, ...]:
    return natural_key(row.cell), row.last_name, row.first_name, row.number, row.about
