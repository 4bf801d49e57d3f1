"""A period in custody: movements and beds in time order, and the booking they fold to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from gatehouse.estate.loads import Rows
from gatehouse.estate.london import midnight


@dataclass(frozen=True, slots=True)
class Move:
    """One movement through a gate."""

    at: datetime
    kind: str
    reason: str
    direction: str
    origin: str | None
    target: str | None
    escort: str | None = None
    event: int | None = None
    parent_event: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a booking says of where a person is (R-IN-1, R-IN-2, R-IN-4)."""

    agency: str
    active: str
    in_out: str
    reason: str
    at: datetime


@dataclass(slots=True)
class Custody:
    """Movements and beds of one booking; add them in time order."""

    book: int
    moves: list[Move] = field(default_factory=list)
    beds: list[tuple[int, datetime, str]] = field(default_factory=list)
    bed_ends: dict[int, datetime] = field(default_factory=dict)

    def admit(self, at: datetime, origin: str, prison: str, reason: str) -> None:
        """Arrive at a prison."""
        self.moves.append(Move(at, "ADM", reason, "IN", origin, prison, "PECS"))

    def transfer(
        self, out: datetime, arrive: datetime | None, origin: str, target: str, event: int | None
    ) -> None:
        """Leave for another prison and, unless still on the way, arrive there."""
        self.moves.append(Move(out, "TRN", "NOTR", "OUT", origin, target, "PECS", event))
        self.leave_bed(out)
        if arrive:
            self.moves.append(Move(arrive, "ADM", "INT", "IN", origin, target, "PECS"))

    def away(
        self,
        kind: str,
        reason: str,
        prison: str,
        place: str,
        times: tuple[datetime, datetime | None],
        *,
        events: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """Go out to court (CRT) or on temporary absence (TAP) and, perhaps, come back."""
        out, back = times
        escort = "PECS" if kind == "CRT" else "L"
        self.moves.append(Move(out, kind, reason, "OUT", prison, place, escort, events[0]))
        if back:
            self.moves.append(
                Move(back, kind, reason, "IN", place, prison, escort, events[1], events[0])
            )

    def release(self, at: datetime, prison: str, reason: str) -> None:
        """Leave custody."""
        self.moves.append(Move(at, "REL", reason, "OUT", prison, "OUT"))
        self.leave_bed(at)

    def sleep(self, place: int, at: datetime, reason: str = "ADM") -> None:
        """Move to a cell or another living unit (R-CELL-1)."""
        self.leave_bed(at)
        self.beds.append((place, at, reason))

    def leave_bed(self, at: datetime) -> None:
        """Give up the bed, if there is one."""
        if self.beds:
            self.bed_ends.setdefault(len(self.beds), at)

    @property
    def bed(self) -> int | None:
        """The living unit now, if any."""
        if not self.beds or len(self.beds) in self.bed_ends:
            return None
        return self.beds[-1][0]

    @property
    def standing(self) -> Standing:
        """The fold of the movements: what the booking must say (R-ROLL-G)."""
        return standing_after(self.moves[-1])

    def write(self, loads: Rows) -> None:
        """Write movements (only the last is active) and bed assignments."""
        for before, after in pairwise(self.moves):
            if before.at > after.at:
                raise ValueError(f"booking {self.book}: {after} is before {before}; add in order")
        for seq, move in enumerate(self.moves, 1):
            row = movement_row(self.book, seq, move, active=seq == len(self.moves))
            loads.add("offender_external_movements", **row)
        for seq, (place, at, reason) in enumerate(self.beds, 1):
            row = bed_row(self.book, seq, place, at, reason, end=self.bed_ends.get(seq))
            loads.add("bed_assignment_histories", **row)


def standing_after(move: Move) -> Standing:
    """What the booking says once this is its last movement."""
    reason = f"{move.kind}-{move.reason}"
    if move.direction == "IN":
        return Standing(move.target or "", "Y", "IN", reason, move.at)
    if move.kind == "REL":
        return Standing("OUT", "N", "OUT", reason, move.at)
    if move.kind == "TRN":
        return Standing("TRN", "N", "TRN", reason, move.at)
    return Standing(move.origin or "", "Y", "OUT", reason, move.at)


def movement_row(book: int, seq: int, move: Move, *, active: bool) -> dict[str, object]:
    """A row of OFFENDER_EXTERNAL_MOVEMENTS."""
    return {
        "offender_book_id": book,
        "movement_seq": seq,
        "movement_date": midnight(move.at.date()),
        "movement_time": move.at,
        "movement_type": move.kind,
        "movement_reason_code": move.reason,
        "direction_code": move.direction,
        "from_agy_loc_id": move.origin,
        "to_agy_loc_id": move.target,
        "active_flag": "Y" if active else "N",
        "escort_code": move.escort,
        "event_id": move.event,
        "parent_event_id": move.parent_event,
        "reporting_date": midnight(move.at.date()),
        "create_datetime": move.at + timedelta(minutes=2),
    }


def bed_row(
    book: int, seq: int, place: int, at: datetime, reason: str, *, end: datetime | None = None
) -> dict[str, object]:
    """A row of BED_ASSIGNMENT_HISTORIES; open while it has no end."""
    return {
        "offender_book_id": book,
        "bed_assign_seq": seq,
        "living_unit_id": place,
        "assignment_date": midnight(at.date()),
        "assignment_time": at,
        "assignment_reason": reason,
        "assignment_end_date": midnight(end.date()) if end else None,
        "assignment_end_time": end,
        "create_datetime": at,
    }
