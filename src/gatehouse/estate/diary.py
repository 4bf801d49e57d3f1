"""Each person's diary outside the prison: court, hospital, ROTL, transfers and release."""

from datetime import date, datetime, timedelta

from gatehouse.estate.biography import HOSPITAL, Trip, weekdays
from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.lists import Prison, courts
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person

_HEARING_EVERY = 28
_PAST_HEARINGS = 6
_HEARINGS = {"CRT": 40.0, "TRIAL": 15.0, "SENT": 15.0, "PDH": 15.0, "BAIL": 5.0}
_VIDEO = 0.25
_ROTL_DAYS_BACK = 15
_ROTL_DAYS_AHEAD = 7
_ON_ROTL = 0.4
# §5.8.5: only people in open conditions go out on licence.
_OPEN_CONDITIONS = frozenset("DTJ")
_SOON = 14
_TRANSFERS = {"local": 0.006, "training": 0.002, "women": 0.003, "youth": 0.003}


class Diary:
    """Writes what was and is planned for one prison's people, and says which trips it means."""

    def __init__(
        self,
        prison: Prison,
        prisons: tuple[Prison, ...],
        *,
        counters: Counters,
        loads: Loads,
        chance: Chance,
        now: datetime,
    ) -> None:
        self._prison = prison
        self._targets = [p for p in prisons if p.sex == prison.sex and p.id != prison.id]
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._now = now
        self._today = now.date()

    def trips(self, person: Person) -> list[Trip]:
        """Everything that takes this person through the gate and back, one trip a day at most."""
        trips: list[Trip] = []
        if person.sentence.remand:
            trips += self._court(person)
        elif person.category in _OPEN_CONDITIONS and self._chance.happens(_ON_ROTL):
            trips += self._rotl(person)
        busy = {trip.out.date() for trip in trips}
        trips += [t for t in self._hospital(person) if t.out.date() not in busy]
        person.busy_today = person.busy_today or self._today in {t.out.date() for t in trips}
        return trips

    # Court ---------------------------------------------------------------------------------

    def _court(self, person: Person) -> list[Trip]:
        following = self._today + timedelta(days=self._chance.whole(0, _HEARING_EVERY - 1))
        days = [following - timedelta(days=_HEARING_EVERY * n) for n in range(_PAST_HEARINGS)]
        court = self._chance.pick(courts())
        case = self._case(person, court)
        trips = []
        for day in [*reversed(days), following + timedelta(days=_HEARING_EVERY)]:
            if not weekdays(day, day) or day <= person.arrived.date():
                continue
            trip = self._hearing(person, day, court, case)
            trips += [trip] if trip else []
        return trips

    def _case(self, person: Person, court: str) -> int:
        case = self._counters.next("case")
        self._loads.add(
            "offender_cases",
            case_id=case,
            offender_book_id=person.book,
            case_info_number=f"T{self._today.year}{case % 10_000:04}",
            case_type="A",
            case_status="A",
            begin_date=midnight(person.arrived.date()),
            agy_loc_id=court,
            case_seq=1,
            create_datetime=person.arrived,
        )
        return case

    def _hearing(self, person: Person, day: date, court: str, case: int) -> Trip | None:
        video = self._chance.happens(_VIDEO)
        reason = "VL" if video else self._chance.weigh(_HEARINGS)
        start = self._chance.pick(("09:30", "10:00", "10:30", "14:00"))
        at = self._chance.at(day, start, start)
        out = at - timedelta(minutes=self._chance.whole(75, 150))
        back = self._chance.at(day, "15:30", "18:40")
        went, came = (at, at + timedelta(hours=1)) if video else (out, back)
        events = (self._counters.next("event"), self._counters.next("event"))
        row: dict[str, object] = {
            "case_id": case,
            "offender_book_id": person.book,
            "event_date": midnight(day),
            "court_event_type": reason,
            "agy_loc_id": court,
            "hold_flag": "N",
            "create_datetime": midnight(day) - timedelta(days=20),
        }
        self._loads.add(
            "court_events",
            **row,
            event_id=events[0],
            start_time=at,
            event_status="COMP" if went <= self._now else "SCH",
            direction_code="OUT",
        )
        self._loads.add(
            "court_events",
            **row,
            event_id=events[1],
            parent_event_id=events[0],
            start_time=back,
            event_status="COMP" if came <= self._now else "SCH",
            direction_code="IN",
        )
        return None if video else Trip("CRT", reason, court, out, back, events)

    # Temporary absence ---------------------------------------------------------------------

    def _rotl(self, person: Person) -> list[Trip]:
        reason, kind = self._chance.pick((("R2", "RDR"), ("R2", "RDR"), ("R3", "RDR")))
        first = max(
            self._today - timedelta(days=_ROTL_DAYS_BACK), person.arrived.date() + timedelta(days=1)
        )
        last = self._today + timedelta(days=_ROTL_DAYS_AHEAD)
        days = weekdays(first, last)
        if reason == "R3":
            days = days[:: self._chance.whole(3, 6)]
        out = self._chance.at(self._today, "07:00", "09:00").time()
        back = self._chance.at(self._today, "16:30", "19:00").time()
        application = self._application(person, (reason, kind), datetime.combine(first, out))
        return [
            self._absence(
                person, reason, (datetime.combine(d, out), datetime.combine(d, back)), application
            )
            for d in days
        ]

    def _application(self, person: Person, what: tuple[str, str], start: datetime) -> int:
        application = self._counters.next("movement_app")
        until = midnight(self._today + timedelta(days=90))
        self._loads.add(
            "offender_movement_apps",
            offender_movement_app_id=application,
            offender_book_id=person.book,
            event_class="EXT_MOV",
            event_type="TAP",
            event_sub_type=what[0],
            application_date=start - timedelta(days=12),
            application_time=start - timedelta(days=12),
            from_date=midnight(start.date()),
            release_time=start,
            to_date=until,
            return_time=until + timedelta(hours=18),
            application_status="APP-SCH",
            escort_code="U",
            agy_loc_id=self._prison.id,
            application_type="REPEATING",
            tap_abs_type="SR",
            tap_abs_subtype=what[1],
        )
        return application

    def _absence(
        self,
        person: Person,
        reason: str,
        times: tuple[datetime, datetime],
        application: int | None,
    ) -> Trip:
        out, back = times
        place = "OUTWRK" if application else HOSPITAL
        events = (self._counters.next("event"), self._counters.next("event"))
        row: dict[str, object] = {
            "offender_book_id": person.book,
            "event_date": midnight(out.date()),
            "event_class": "EXT_MOV",
            "event_type": "TAP",
            "event_sub_type": reason,
            "escort_code": "U" if application else "L",
            "offender_movement_app_id": application,
            "create_datetime": midnight(out.date()) - timedelta(days=6),
        }
        self._loads.add(
            "offender_ind_schedules",
            **row,
            event_id=events[0],
            start_time=out,
            event_status="COMP" if out <= self._now else "SCH",
            direction_code="OUT",
            agy_loc_id=self._prison.id,
            to_agy_loc_id=place,
            return_date=midnight(back.date()),
            return_time=back,
        )
        self._loads.add(
            "offender_ind_schedules",
            **row,
            event_id=events[1],
            parent_event_id=events[0],
            start_time=back,
            event_status="COMP" if back <= self._now else "SCH",
            direction_code="IN",
            agy_loc_id=place,
            to_agy_loc_id=self._prison.id,
        )
        return Trip("TAP", reason, place, out, back, events)

    def _hospital(self, person: Person) -> list[Trip]:
        trips = []
        for offset in range(-12, 8):
            day = self._today + timedelta(days=offset)
            if day > person.arrived.date() and self._chance.happens(0.004):
                out = self._chance.at(day, "08:00", "14:30")
                back = out + timedelta(minutes=self._chance.whole(90, 240))
                trips.append(self._absence(person, "C5", (out, back), None))
        return trips

    # Leaving -------------------------------------------------------------------------------

    def transfer(self, person: Person) -> bool:
        """Perhaps plan a transfer today (only if still to come) or in the next days."""
        likely = _TRANSFERS.get(self._prison.kind, 0.001)
        if person.busy_today or not self._targets or not self._chance.happens(likely * 3):
            return False
        day = self._today + timedelta(days=self._chance.whole(0, 2))
        out = self._chance.at(day, *self._chance.pick((("08:30", "11:00"), ("13:00", "15:00"))))
        if out <= self._now:
            return False
        self._loads.add(
            "offender_ind_schedules",
            event_id=self._counters.next("event"),
            offender_book_id=person.book,
            event_date=midnight(day),
            start_time=out,
            event_class="EXT_MOV",
            event_type="TRN",
            event_sub_type="NOTR",
            event_status="SCH",
            direction_code="OUT",
            agy_loc_id=self._prison.id,
            to_agy_loc_id=self._chance.pick(self._targets).id,
            escort_code="PECS",
        )
        return True

    def release_time(self, person: Person) -> datetime | None:
        """When today this person is to leave for good, if today is the day."""
        if person.sentence.release != self._today or person.busy_today:
            return None
        return self._chance.at(self._today, "08:30", "11:30")

    def release_details(self, person: Person) -> None:
        """The confirmed release: past for those who left, planned for those about to leave."""
        day = person.left.date() if person.left else person.sentence.release
        if day is None or (not person.left and (day - self._today).days > _SOON):
            return
        last = person.custody.moves[-1]
        self._loads.add(
            "offender_release_details",
            offender_book_id=person.book,
            release_date=midnight(day),
            movement_type="REL",
            movement_reason_code=last.reason if person.left else "CR",
            event_id=self._counters.next("event"),
            event_status="COMP" if person.left else "SCH",
            approved_release_date=midnight(day),
            verified_flag="Y",
        )
