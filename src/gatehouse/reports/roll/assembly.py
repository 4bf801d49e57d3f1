"""The roll of one prison now, with the sum that shows nobody is missing from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from gatehouse.access import LimitedAccess, Scope
from gatehouse.definitions import Product
from gatehouse.reports.names import people, prison_name
from gatehouse.reports.places import Places
from gatehouse.reports.reading import Reading
from gatehouse.reports.records import read_people
from gatehouse.reports.roll.drills import Behind, all_drills
from gatehouse.reports.roll.gate import Gate
from gatehouse.reports.roll.lines import roll_lines
from gatehouse.reports.roll.model import DrillId, Roll
from gatehouse.reports.roll.reckoning import reckon
from gatehouse.reports.rows import DayReader


def build_roll(
    reading: Reading, product: Product, scope: Scope, prison_id: str, now: datetime
) -> Roll:
    """The roll of a prison at the reading's moment. `now` is local time.

    Raises `Denied` when the prison is not within the scope.
    """
    reader = DayReader(reading, product, scope, prison_id, now.date())
    prison = next(iter(reader.rows("prison")), {})
    counts = next(iter(reader.rows("roll_count")), {})
    places = Places.of_rows(reader.rows("places"))
    records = read_people(reader.rows("people"))
    cells = {record.booking_id: places.cell(record.living_unit_id) for record in records}
    gate = Gate.of_rows(prison_id, now.date(), reader.rows("movements"))
    current = counts.get("roll") or 0
    reckoning = reckon(gate, records, current)
    en_route = tuple(reader.rows("en_route"))
    former_cells = {row["booking_id"]: row for row in reader.rows("former_cells")}
    alerts = _labels(reader.rows("alerts"))
    limits = LimitedAccess.load(reading.cursor, now)
    behind = Behind(
        places=places,
        records=records,
        cells=cells,
        alerts=alerts,
        csra={record.booking_id: record.csra for record in records},
        gate=gate,
        reckoning=reckoning,
        en_route=en_route,
        former_cells=former_cells,
        now=now,
        may_see=lambda number: limits.may_see(scope.caller.username, number),
    )
    left_in_beds = next(iter(reader.rows("left_in_beds")), {})
    roll = Roll(
        prison_id=prison_id,
        prison=prison_name(prison.get("name") or prison_id),
        unlock=reckoning.roll,
        current=current,
        in_care=counts.get("in_care") or 0,
        in_today=len(gate.in_today),
        out_today=len(gate.out_today),
        lines=roll_lines(places, records, cells, now),
        drills=all_drills(behind),
        moment=reader.moment,
        made_at=now,
        late=reading.moment.is_late(now),
    )
    return replace(roll, warnings=_warnings(roll, left_in_beds.get("bookings") or 0))


def _labels(rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row["booking_id"]].append(row["label"] or row["code"])
    return {booking: tuple(sorted(labels)) for booking, labels in found.items()}


def _warnings(roll: Roll, left_in_beds: int) -> tuple[str, ...]:
    warnings = []
    if not roll.holds:
        warnings.append(
            "The numbers do not add up: the wings, reception and people without a cell do not "
            "make the roll. Check the roll before you use it."
        )
    if roll.by_location != roll.current:
        warnings.append(
            f"The current population is {roll.current:,} by person and {roll.by_location:,} by "
            "location; those who could not be placed are named."
        )
    if left_in_beds:
        warnings.append(
            f"Beds here still held by bookings that are not in this prison's care: "
            f"{left_in_beds:,}. They are not counted; free them in NOMIS."
        )
    if roll.unlock.incomplete:
        warnings.append(
            f"There is no figure from movements for 00:01: the movement history of "
            f"{people(roll.unlock.incomplete)} is incomplete."
        )
    # People who make the figures differ are named even when what they add cancels out.
    if roll.unlock.as_of is not None and roll.drill(DrillId.DIFFERENCE).count:
        warnings.append(
            f"The unlock roll is {roll.unlock.formula:,} by the formula and "
            f"{roll.unlock.as_of:,} by movements; the people behind the difference are named."
        )
    return tuple(warnings)
