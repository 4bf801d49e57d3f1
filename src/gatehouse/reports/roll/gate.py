"""Movements through the gate, and who was inside at a moment (R-ROLL-G)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from gatehouse.reports.names import prison_name, proper_name

UNLOCK_TIME = time(0, 1)


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of one booking; `sequence` is the order in which it happened."""

    booking_id: int
    person_id: int
    is_latest_booking: bool
    number: str
    last_name: str
    first_name: str
    sequence: int
    moved_on: date
    moved_at: datetime
    kind: str
    reason: str
    direction: str
    from_agency: str
    to_agency: str
    from_name: str
    to_name: str
    born: date | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Movement":
        """From a row of the dataset `movements`."""
        moved_at = row["moved_at"]
        return cls(
            booking_id=row["booking_id"],
            person_id=row["person_id"],
            is_latest_booking=bool(row["is_latest_booking"]),
            number=row["prison_number"] or "not recorded",
            last_name=proper_name(row["last_name"]),
            first_name=proper_name(row["first_name"]),
            sequence=row["sequence"],
            moved_on=row["moved_on"] or moved_at.date(),
            moved_at=moved_at,
            kind=row["kind"] or "",
            reason=row["reason"] or "",
            direction=row["direction"] or "",
            from_agency=row["from_agency"] or "",
            to_agency=row["to_agency"] or "",
            from_name=prison_name(row["from_name"] or row["from_agency"] or ""),
            to_name=prison_name(row["to_name"] or row["to_agency"] or ""),
            born=row["born"],
        )

    def is_in_to(self, prison_id: str) -> bool:
        """Whether it brings the person into a prison (R-ROLL-5)."""
        return self.direction == "IN" and self.to_agency == prison_id

    def is_out_of(self, prison_id: str) -> bool:
        """Whether it takes the person out of a prison (R-ROLL-5)."""
        return self.direction == "OUT" and self.from_agency == prison_id


@dataclass(frozen=True, slots=True)
class Gate:
    """A prison's movements by booking, each in order of sequence."""

    prison_id: str
    on: date
    by_booking: Mapping[int, Sequence[Movement]]

    @classmethod
    def of_rows(cls, prison_id: str, on: date, rows: Iterable[Mapping[str, Any]]) -> "Gate":
        """From the dataset `movements`."""
        found: dict[int, list[Movement]] = defaultdict(list)
        for row in rows:
            movement = Movement.of_row(row)
            found[movement.booking_id].append(movement)
        for movements in found.values():
            movements.sort(key=lambda movement: movement.sequence)
        return cls(prison_id, on, found)

    @property
    def today(self) -> tuple[Movement, ...]:
        """Movements of the day by MOVEMENT_DATE, of latest bookings only (R-ROLL-5)."""
        return tuple(
            movement
            for movements in self.by_booking.values()
            for movement in movements
            if movement.is_latest_booking and movement.moved_on == self.on
        )

    @property
    def in_today(self) -> tuple[Movement, ...]:
        """Today's movements in."""
        return tuple(m for m in self.today if m.is_in_to(self.prison_id))

    @property
    def out_today(self) -> tuple[Movement, ...]:
        """Today's movements out."""
        return tuple(m for m in self.today if m.is_out_of(self.prison_id))

    @property
    def consecutive_out(self) -> tuple[Movement, ...]:
        """Today's movements out right after another of today's movements out (R-ROLL-7)."""
        out = {(m.booking_id, m.sequence) for m in self.out_today}
        return tuple(m for m in self.out_today if (m.booking_id, m.sequence - 1) in out)

    def inside_at_unlock(self, booking_id: int) -> bool:
        """Whether a booking was inside at 00:01."""
        return self._inside(booking_id, datetime.combine(self.on, UNLOCK_TIME))

    def inside_now(self, booking_id: int) -> bool | None:
        """Whether all its movements leave a booking inside; None when it has none."""
        if not self.by_booking.get(booking_id):
            return None
        return self._inside(booking_id, None)

    def _inside(self, booking_id: int, moment: datetime | None) -> bool:
        """The fold: movements take effect in order of sequence, never before the one before."""
        inside = False
        effective: datetime | None = None
        for movement in self.by_booking.get(booking_id, ()):
            effective = max(effective or movement.moved_at, movement.moved_at)
            if moment is not None and effective > moment:
                break
            if movement.direction == "IN":
                # A return whose destination was not recorded is a return to here.
                inside = movement.to_agency in (self.prison_id, "")
            elif movement.direction == "OUT":
                inside = False
        return inside
