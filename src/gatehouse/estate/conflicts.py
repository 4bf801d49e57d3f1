"""Non-associations: pairs of people who must not meet, recorded from both sides."""

from datetime import datetime, timedelta
from itertools import combinations

from gatehouse.estate.chance import Chance
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person
from gatehouse.estate.sessions import Seat

_SHARE = 0.015
_KINDS = {"WING": 55.0, "LAND": 30.0, "CELL": 15.0}
_REASONS = {"RIV": 40.0, "VIC": 20.0, "PER": 20.0, "BUL": 20.0}


class Conflicts:
    """Writes the non-associations of one prison; nobody is paired with a cell mate (§5.8.4)."""

    def __init__(self, loads: Loads, chance: Chance, now: datetime) -> None:
        self._loads = loads
        self._chance = chance
        self._now = now
        self._known: set[frozenset[int]] = set()

    def write(self, people: list[Person], seats: list[Seat]) -> None:
        """Pair people anywhere, some on one wing, and some who share a session today."""
        housed = [person for person in people if person.cell]
        for _ in range(max(2, round(len(housed) * _SHARE))):
            first, second = self._chance.sample(housed, 2)
            self._pair(first, second)
        for group in (self._one_wing(housed), self._one_session(housed, seats)):
            for first, second in group[:3]:
                self._pair(first, second, kind="WING")

    def _one_wing(self, housed: list[Person]) -> list[tuple[Person, Person]]:
        wing = self._chance.pick(housed).cell
        mates = [p for p in housed if p.cell and wing and p.cell.wing == wing.wing]
        return list(combinations(self._chance.sample(mates, 4), 2))

    def _one_session(self, housed: list[Person], seats: list[Seat]) -> list[tuple[Person, Person]]:
        """Pairs who sit together in a session that meets today."""
        by_book = {person.book: person for person in housed}
        weekday = self._now.weekday()
        sitting: dict[int, list[Person]] = {}
        for seat in seats:
            meets = seat.session.days & ~seat.excluded & 1 << weekday
            if meets and seat.book in by_book and not seat.suspended:
                sitting.setdefault(seat.session.ordinal, []).append(by_book[seat.book])
        full = [together for together in sitting.values() if len(together) > 1]
        if not full:
            return []
        return list(combinations(self._chance.sample(self._chance.pick(full), 3), 2))

    def _pair(self, first: Person, second: Person, kind: str | None = None) -> None:
        pair = frozenset({first.root, second.root})
        if pair in self._known or first.cell is None or second.cell is None:
            return
        if first.cell.id == second.cell.id:
            return
        self._known.add(pair)
        kind = kind or self._chance.weigh(_KINDS)
        reasons = self._chance.weigh(_REASONS), self._chance.weigh(_REASONS)
        latest = max(first.arrived, second.arrived)
        since = midnight((latest + (self._now - latest) * self._chance.fraction()).date())
        ended = self._chance.happens(0.15) and kind == "CELL"
        for one, other, why in ((first, second, reasons), (second, first, reasons[::-1])):
            self._side(one, other, why, kind, (since, since if ended else None))

    def _side(
        self,
        one: Person,
        other: Person,
        why: tuple[str, str],
        kind: str,
        span: tuple[datetime, datetime | None],
    ) -> None:
        row: dict[str, object] = {
            "offender_id": one.root,
            "ns_offender_id": other.root,
            "offender_book_id": one.book,
            "ns_offender_book_id": other.book,
            "ns_reason_code": why[0],
            "recip_ns_reason_code": why[1],
            "create_datetime": span[0],
        }
        self._loads.add("offender_non_associations", **row, transport_flag="N")
        self._loads.add(
            "offender_na_details",
            **row,
            type_seq=1,
            ns_type=kind,
            ns_effective_date=span[0],
            ns_expiry_date=span[1] + timedelta(days=1) if span[1] else None,
        )
