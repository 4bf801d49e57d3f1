"""What happened to a person up to now: movements, beds, and today's trips in and out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.lists import Prison, courts, prisons
from gatehouse.estate.people import Person, Whereabouts
from gatehouse.estate.places import Places

_ADMISSION = {"RX": "N", "TRL": "N", "JR": "V", "LR_ORA": "L", "FTR_ORA": "L", "DET": "E"}
HOSPITAL = "OUTHOS"
_INPATIENT = "C6"
_RELEASE = {"LR_ORA": "PD", "FTR_ORA": "PD"}


@dataclass(frozen=True, slots=True)
class Trip:
    """A day out and back: `kind` CRT or TAP; `events` are the diary entries that announce it."""

    kind: str
    reason: str
    place: str
    out: datetime
    back: datetime
    events: tuple[int | None, int | None]


class Biographer:
    """Tells the past of one prison's people."""

    def __init__(
        self,
        places: Places,
        others: dict[str, Places],
        built: tuple[Prison, ...],
        chance: Chance,
        now: datetime,
    ) -> None:
        self._places = places
        self._others = others
        self._chance = chance
        self._now = now
        self._prison = places.prison
        self._origins = _origins(places.prison, built) or _origins(places.prison, prisons())

    def begin(self, person: Person) -> None:
        """Admission, an earlier prison for some, first night and moves up to this morning."""
        custody, arrived = person.custody, person.arrived
        reason = _ADMISSION.get(person.sentence.status, "I")
        if self._came_from_elsewhere(person):
            self._earlier_prison(person, reason)
        else:
            court = self._chance.pick(courts())
            custody.admit(arrived, court, self._prison.id, reason)
        if person.whereabouts is Whereabouts.TRANSIT:
            return
        custody.sleep(self._places.pseudo["RECP"], arrived)

    def _came_from_elsewhere(self, person: Person) -> bool:
        if person.whereabouts is Whereabouts.TRANSIT:
            return True
        likely = 0.08 if self._prison.kind in {"local", "women"} else 0.9
        return self._chance.happens(likely)

    def _earlier_prison(self, person: Person, reason: str) -> None:
        custody, arrived = person.custody, person.arrived
        origin = self._chance.pick(self._origins)
        admitted = arrived - timedelta(days=2 + self._chance.days(30), minutes=137)
        custody.admit(admitted, self._chance.pick(courts()), origin.id, reason)
        there = self._others.get(origin.id)
        left = arrived - timedelta(minutes=self._chance.whole(90, 300))
        if there:
            custody.sleep(there.pseudo["RECP"], admitted)
            cell = self._chance.pick(there.cells)
            custody.sleep(cell.id, admitted + timedelta(minutes=150))
        if person.whereabouts is Whereabouts.TRANSIT:
            left, arriving = arrived, None
        else:
            arriving = arrived
        custody.transfer(left, arriving, origin.id, self._prison.id, None)

    def settle(self, person: Person, trips: list[Trip]) -> None:
        """Past trips and cell moves in time order, ending in the bed of this morning."""
        custody = person.custody
        at = person.arrived + timedelta(minutes=self._chance.whole(60, 240))
        end = person.left or self._now
        if person.cell is None or at >= end:
            self._trips(person, trips)
            return
        earlier = self._chance.count(min((end - at).days / 60, 3.0))
        moments = sorted(self._moment(at, end) for _ in range(earlier))
        for moment in [at, *moments][: len(moments)]:
            custody.sleep(self._chance.pick(self._places.cells).id, moment, "ADM")
        last = moments[-1] if moments else at
        reason = self._chance.pick(("ADM", "LN", "BEH", "CLA", "CON", "VP"))
        custody.sleep(person.cell.id, last, reason if moments else "ADM")
        self._trips(person, trips)

    def _trips(self, person: Person, trips: list[Trip]) -> None:
        for trip in sorted(trips, key=lambda t: t.out):
            if trip.out > self._now:
                continue
            back = trip.back if trip.back <= self._now else None
            times = (trip.out, back)
            person.custody.away(
                trip.kind, trip.reason, self._prison.id, trip.place, times, events=trip.events
            )

    def _moment(self, start: datetime, end: datetime) -> datetime:
        return start + (end - start) * self._chance.fraction()

    def swap(self, person: Person) -> None:
        """Out of the cell, none allocated yet (R-LOC-3)."""
        at = max(person.arrived, self._now - timedelta(minutes=self._chance.whole(10, 180)))
        person.custody.sleep(self._places.pseudo["CSWAP"], at, "LN")

    def unplace(self, person: Person) -> None:
        """No living unit at all."""
        person.custody.leave_bed(person.arrived + timedelta(minutes=30))

    def overnight(self, person: Person) -> None:
        """Out since yesterday: in hospital, or at a court too far to come back from."""
        yesterday = self._now.date() - timedelta(days=1)
        out = self._chance.at(yesterday, "08:00", "22:00")
        if person.whereabouts is Whereabouts.OVERNIGHT_COURT:
            out = self._chance.at(yesterday, "07:30", "08:45")
            where = ("CRT", "TRIAL", self._prison.id, self._chance.pick(courts()))
        else:
            where = ("TAP", _INPATIENT, self._prison.id, HOSPITAL)
        person.custody.away(*where, (max(out, person.custody.moves[-1].at), None))

    def leave(self, person: Person, at: datetime) -> None:
        """Release at that time."""
        person.left = at
        reason = _RELEASE.get(person.sentence.status, self._chance.pick(("CR", "CR", "CR", "HR")))
        if person.sentence.remand:
            reason = self._chance.pick(("BL", "NCS", "NG"))
        person.custody.release(at, self._prison.id, reason)


def _origins(prison: Prison, among: tuple[Prison, ...]) -> list[Prison]:
    """Prisons that send people to this one: those that receive from the courts."""
    kind = prison.kind if prison.kind == "youth" else "local" if prison.sex == "M" else "women"
    return [p for p in among if p.kind == kind and p.sex == prison.sex and p.id != prison.id]


def weekdays(first: date, last: date) -> list[date]:
    """The working days from first to last."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    saturday = 5
    return [day for day in days if day.weekday() < saturday]
