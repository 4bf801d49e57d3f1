"""The regime: who is allocated to which activity, and who is excluded when."""

from datetime import date, datetime, timedelta

from gatehouse.estate.activities import MAIN, Activities, Activity
from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person, Whereabouts
from gatehouse.estate.places import Places
from gatehouse.estate.sessions import DAY_NAMES, Seat, Session

_DAY = ("AM", "PM")
_HALVES = (_DAY, _DAY, _DAY, ("AM",), ("PM",))


class Regime:
    """The regime of one prison; gathers sessions and seats for the calendar."""

    def __init__(
        self, places: Places, counters: Counters, loads: Loads, chance: Chance, now: datetime
    ) -> None:
        self.seats: list[Seat] = []
        self._places = places
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._today = now.date()
        self._activities = Activities(places, counters, loads)

    @property
    def sessions(self) -> list[Session]:
        """The sessions of every activity."""
        return self._activities.sessions

    def allocate(self, person: Person) -> None:
        """Find this person work for the day, and perhaps an evening and a faith group."""
        if person.cell is None or person.whereabouts is Whereabouts.RECEPTION:
            return
        kind = self._chance.weigh({"main": 78, "not in work": 8, "none": 14})
        wing = person.cell.wing
        if wing in {"SEG", "HCC"}:
            kind = "none" if self._chance.happens(0.6) else "not in work"
        if kind == MAIN and self._chance.happens(0.12):
            self._join(person, f"cleaning {wing}", _DAY)
        elif kind == MAIN:
            for choice in self._mains(self._chance.pick(_HALVES)):
                self._join(person, MAIN, choice)
        elif kind == "not in work":
            self._join(person, kind, _DAY)
        if self._activities.of(f"weekend {wing}") and self._chance.happens(0.75):
            self._join(person, f"weekend {wing}", _DAY)
        if kind != "none" and self._chance.happens(0.22):
            evening = "evening" if self._chance.happens(0.2) else f"evening {wing}"
            self._join(person, evening, ("ED",))
        if self._chance.happens(0.08):
            self._join(person, "faith", ("AM", "PM", "ED"))

    def _mains(self, halves: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Some do one thing all day, some a different one in each half."""
        return [halves] if self._chance.happens(0.5) else [(half,) for half in halves]

    def _join(self, person: Person, role: str, slots: tuple[str, ...]) -> None:
        suitable = [a for a in self._activities.of(role) if a.fits(slots) and not a.full(slots)]
        if not suitable:
            return
        activity = self._chance.pick(suitable)
        slots = tuple(slot for slot in slots if slot in activity.sessions)
        if person.left is None:
            activity.taken.update(slots)
        profile = self._counters.next("profile")
        start = self._start(person)
        end = person.left.date() if person.left else None
        suspended = end is None and self._chance.happens(0.015)
        self._profile(person, activity, profile, (start, end), suspended=suspended)
        excluded = self._exclude(person, activity, profile, slots)
        for slot in slots:
            terms = (profile, excluded.get(slot, 0), suspended)
            self._sit(person, activity, slot, terms, (start, end))

    def _start(self, person: Person) -> date:
        end = person.left.date() if person.left else self._today
        return min(person.arrived.date() + timedelta(days=self._chance.whole(1, 10)), end)

    def _sit(
        self,
        person: Person,
        activity: Activity,
        slot: str,
        terms: tuple[int, int, bool],
        span: tuple[date, date | None],
    ) -> None:
        profile, excluded, suspended = terms
        self.seats.append(
            Seat(
                session=activity.sessions[slot],
                book=person.book,
                profile=profile,
                programme=activity.kind.programme,
                reason=activity.kind.reason,
                place=activity.place,
                prison=self._places.prison.id,
                start=span[0],
                end=span[1],
                excluded=excluded,
                suspended=suspended,
            )
        )

    def _profile(
        self,
        person: Person,
        activity: Activity,
        profile: int,
        span: tuple[date, date | None],
        *,
        suspended: bool,
    ) -> None:
        start, end = span
        self._loads.add(
            "offender_program_profiles",
            off_prgref_id=profile,
            offender_book_id=person.book,
            program_id=activity.kind.programme,
            offender_start_date=midnight(start),
            offender_program_status="ALLOC" if end is None else "END",
            crs_acty_id=activity.id,
            offender_end_date=midnight(end) if end else None,
            offender_end_reason="REL" if end else None,
            suspended_flag="Y" if suspended else "N",
            agy_loc_id=self._places.prison.id,
            create_datetime=midnight(start),
        )
        self._loads.add(
            "offender_prg_prf_pay_bands",
            off_prgref_id=profile,
            start_date=midnight(start),
            end_date=midnight(end) if end else None,
            pay_band_code=str(self._chance.whole(1, 10)),
        )

    def _exclude(
        self, person: Person, activity: Activity, profile: int, slots: tuple[str, ...]
    ) -> dict[str, int]:
        """Perhaps exclude one weekday, in one slot or wholly (no slot); bits of days by slot."""
        if not self._chance.happens(0.04):
            return {}
        day, slot = self._chance.whole(0, 4), self._chance.pick(slots)
        whole_day = self._chance.happens(0.25)
        self._loads.add(
            "offender_exclude_acts_schds",
            offender_exclude_act_schd_id=self._counters.next("exclusion"),
            offender_book_id=person.book,
            off_prgref_id=profile,
            slot_category_code=None if whole_day else slot,
            exclude_day=DAY_NAMES[day],
            crs_acty_id=activity.id,
        )
        return dict.fromkeys(slots if whole_day else (slot,), 1 << day)
