"""Adjudications: incidents, who was involved, hearings and punishments."""

from datetime import date, datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person
from gatehouse.estate.places import Places

_DAILY = 0.004
_BACK, _AHEAD = 28, 3
_STAFF = 400_001
_PUNISHED = 0.5


class Discipline:
    """Writes four weeks of adjudications, today's hearings and the next days'."""

    def __init__(
        self, places: Places, counters: Counters, loads: Loads, chance: Chance, now: datetime
    ) -> None:
        self._places = places
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._now = now

    def write(self, people: list[Person]) -> None:
        """Charge some of these people."""
        today = self._now.date()
        each = len(people) * _DAILY
        sanctions: dict[int, int] = {}
        for offset in range(-_BACK, _AHEAD + 1):
            day = today + timedelta(days=offset)
            for person in self._chance.sample(people, self._chance.count(each)):
                if person.arrived.date() < day - timedelta(days=2):
                    self._charge(person, day, sanctions)

    def _charge(self, person: Person, day: date, sanctions: dict[int, int]) -> None:
        incident = self._counters.next("incident")
        happened = self._chance.at(day - timedelta(days=1), "08:00", "20:00")
        self._loads.add(
            "agency_incidents",
            agency_incident_id=incident,
            reported_staff_id=_STAFF,
            agy_loc_id=person.prison.id,
            internal_location_id=person.cell.id if person.cell else None,
            incident_date=midnight(happened.date()),
            incident_time=happened,
            report_date=midnight(happened.date()),
            report_time=happened,
            incident_type="MISC",
            incident_status="ACTIVE",
            lock_flag="N",
        )
        charge = 1_000_000 + incident
        self._loads.add(
            "agency_incident_parties",
            agency_incident_id=incident,
            party_seq=1,
            incident_role="S",
            offender_book_id=person.book,
            oic_incident_id=charge,
            action_code="POR",
            party_added_date=midnight(happened.date()),
        )
        self._hearing(person, charge, day, sanctions)

    def _hearing(self, person: Person, charge: int, day: date, sanctions: dict[int, int]) -> None:
        hearing = self._counters.next("hearing")
        at = self._chance.at(day, "09:30", "11:30")
        over = at + timedelta(minutes=30) <= self._now
        young = "YOI" if person.prison.kind == "youth" else "ADULT"
        who = "INAD" if self._chance.happens(0.15) else "GOV"
        cancelled = self._chance.happens(0.06)
        status = "CANC" if cancelled else "COMP" if over else "SCH"
        self._loads.add(
            "oic_hearings",
            oic_hearing_id=hearing,
            oic_hearing_type=f"{who}_{young}",
            oic_incident_id=charge,
            schedule_date=midnight(day),
            schedule_time=at,
            hearing_date=midnight(day),
            hearing_time=at,
            hearing_staff_id=_STAFF,
            internal_location_id=self._places.room("adjudication"),
            event_id=self._counters.next("event"),
            event_status=status,
        )
        if status == "COMP" and self._chance.happens(_PUNISHED):
            sanctions[person.book] = sanctions.get(person.book, 0) + 1
            self._punish(person, (charge, hearing), sanctions[person.book], day)

    def _punish(self, person: Person, of: tuple[int, int], seq: int, day: date) -> None:
        self._loads.add(
            "offender_oic_sanctions",
            offender_book_id=person.book,
            sanction_seq=seq,
            oic_sanction_code=self._chance.weigh({"FORFEIT": 50, "CC": 20, "STOP_PCT": 20}),
            sanction_days=self._chance.whole(3, 14),
            effective_date=midnight(day),
            status="IMMEDIATE",
            status_date=midnight(day),
            oic_hearing_id=of[1],
            oic_incident_id=of[0],
            result_seq=1,
        )
