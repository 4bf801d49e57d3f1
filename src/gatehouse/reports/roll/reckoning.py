"""The unlock roll in two ways, and the people behind any difference (R-ROLL-7, R-ROLL-G)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gatehouse.reports.records import PersonRecord
from gatehouse.reports.roll.gate import Gate, Movement
from gatehouse.reports.roll.model import UnlockRoll


@dataclass(frozen=True, slots=True)
class Named:
    """A person behind a figure, and why."""

    person_id: int
    number: str
    last_name: str
    first_name: str
    why: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The unlock roll, whose movements are incomplete, and who makes the two figures differ."""

    roll: UnlockRoll
    incomplete: tuple[Named, ...]
    behind_difference: tuple[Named, ...]


def reckon(gate: Gate, records: Sequence[PersonRecord], current: int) -> Reckoning:
    """Reckon the roll as of 00:01 from the current roll and the day's movements.

    Both figures are sums over people, so whoever adds a different amount to each is behind the
    difference. An as-of figure is given only when everyone's movements lead to where they are.
    """
    by_formula = _by_formula(gate, records)
    as_of = _as_of(gate)
    incomplete = tuple(_incomplete(gate, records))
    formula = current - len(gate.in_today) + len(gate.out_today) - len(_consecutive(gate))
    return Reckoning(
        roll=UnlockRoll(
            formula=formula,
            as_of=None if incomplete else len(as_of),
            incomplete=len(incomplete),
        ),
        incomplete=incomplete,
        behind_difference=()
        if incomplete
        else tuple(
            _named(person, gate, records, by_formula[person], int(person in as_of))
            for person in sorted(set(by_formula) | as_of)
            if by_formula[person] != int(person in as_of)
        ),
    )


def _consecutive(gate: Gate) -> tuple[Movement, ...]:
    """The formula takes consecutive movements off only when more than one went out."""
    return gate.consecutive_out if len(gate.out_today) > 1 else ()


def _by_formula(gate: Gate, records: Iterable[PersonRecord]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for record in records:
        counts[record.person_id] += record.is_in
    for sign, movements in (
        (-1, gate.in_today),
        (1, gate.out_today),
        (-1, _consecutive(gate)),
    ):
        for movement in movements:
            counts[movement.person_id] += sign
    return counts


def _as_of(gate: Gate) -> set[int]:
    return {
        movements[0].person_id
        for booking, movements in gate.by_booking.items()
        if gate.inside_at_unlock(booking)
    }


def _incomplete(gate: Gate, records: Sequence[PersonRecord]) -> Iterable[Named]:
    for record in records:
        inside = gate.inside_now(record.booking_id)
        if inside is None:
            yield _of_record(record, "no movements recorded")
        elif inside != record.is_in:
            where = ("in", "out") if inside else ("out", "in")
            yield _of_record(record, f"movements say {where[0]}, the record says {where[1]}")
    held = {record.booking_id for record in records}
    for booking, movements in gate.by_booking.items():
        if booking not in held and gate.inside_now(booking):
            yield _of_movement(movements[-1], "movements say in, the record says not here")


def _named(
    person_id: int, gate: Gate, records: Iterable[PersonRecord], by_formula: int, as_of: int
) -> Named:
    why = f"{by_formula:+d} by the formula, {as_of} inside at 00:01"
    for movements in gate.by_booking.values():
        if movements[0].person_id == person_id:
            return _of_movement(movements[-1], why)
    record = next(record for record in records if record.person_id == person_id)
    return _of_record(record, why)


def _of_record(record: PersonRecord, why: str) -> Named:
    return Named(record.person_id, record.number, record.last_name, record.first_name, why)


def _of_movement(movement: Movement, why: str) -> Named:
    return Named(movement.person_id, movement.number, movement.last_name, movement.first_name, why)
