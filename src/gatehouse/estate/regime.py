"""The regime: activities of a prison, who is allocated to them, and who is excluded when."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person, Whereabouts
from gatehouse.estate.places import Places

WORKING, WEEKEND, DAILY = 0b0011111, 0b1100000, 0b1111111
DAY_NAMES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
SLOTS = {"AM": ("08:30", "11:45"), "PM": ("13:45", "16:45"), "ED": ("17:30", "19:00")}
PROGRAMMES = {
    1: ("EDU", "Education"),
    2: ("IND", "Industries"),
    3: ("JOB", "Prison jobs"),
    4: ("GYM", "Gym, sport and fitness"),
    5: ("INDUCT", "Induction"),
    6: ("INTERV", "Interventions"),
    7: ("FAITH", "Faith and spirituality"),
    8: ("NIW", "Not in work"),
    9: ("OTHER", "Other"),
}
_MAIN = "main"


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    programme: int
    reason: str
    purpose: str
    capacity: int
    days: int
    slots: tuple[str, ...]
    role: str


_KINDS = (
    _Kind("English", 1, "EDUC", "education", 15, 0b0010101, ("AM", "PM"), _MAIN),
    _Kind("Maths", 1, "EDUC", "education", 15, 0b0001010, ("AM", "PM"), _MAIN),
    _Kind("Digital skills", 1, "EDUC", "education", 15, 0b0000111, ("AM", "PM"), _MAIN),
    _Kind("Woodwork", 2, "ACTI", "work", 24, WORKING, ("AM", "PM"), _MAIN),
    _Kind("Textiles", 2, "ACTI", "work", 30, 0b0001111, ("AM", "PM"), _MAIN),
    _Kind("Recycling", 2, "ACTI", "work", 20, 0b0011110, ("AM", "PM"), _MAIN),
    _Kind("Assembly workshop", 2, "ACTI", "work", 40, WORKING, ("AM", "PM"), _MAIN),
    _Kind("Kitchen", 3, "ACTI", "kitchen", 20, DAILY, ("AM", "PM"), _MAIN),
    _Kind("Gardens", 3, "ACTI", "gardens", 16, 0b0001111, ("AM", "PM"), _MAIN),
    _Kind("Library orderly", 3, "LIBR", "library", 6, WORKING, ("AM", "PM"), _MAIN),
    _Kind("Thinking skills programme", 6, "TSP", "programme", 10, 0b0001010, ("AM",), _MAIN),
    _Kind("Not in work", 8, "OTHE", "in cell", 120, WORKING, ("AM", "PM"), "not in work"),
    _Kind("In-cell packs", 1, "EDUC", "in cell", 60, WORKING, ("PM",), "not in work"),
    _Kind("Gym", 4, "ACTI", "gym", 40, DAILY, ("ED",), "evening"),
    _Kind("Chapel", 7, "CHAP", "faith", 30, 0b1000000, ("AM",), "faith"),
    _Kind("Friday prayers", 7, "CHAP", "faith", 60, 0b0010000, ("PM",), "faith"),
    _Kind("Bible study", 7, "CHAP", "faith", 20, 0b0000100, ("ED",), "faith"),
)
_DAY = ("AM", "PM")
_HALVES = (_DAY, _DAY, _DAY, ("AM",), ("PM",))


def _part_of_day(kind: "_Kind", copy: int) -> tuple[str, ...]:
    """Of an activity that runs all day, some copies run in the morning or afternoon alone."""
    parts = (kind.slots, kind.slots[:1], kind.slots[1:])
    return parts[copy % len(parts)] or kind.slots


@dataclass(frozen=True, slots=True)
class Session:
    """A weekly repeated session of an activity; `ordinal` is its place among all sessions."""

    ordinal: int
    activity: int
    slot: str
    days: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a session, with the weekdays on which it is excluded."""

    session: Session
    book: int
    profile: int
    programme: int
    reason: str
    place: int
    prison: str
    start: date
    end: date | None
    excluded: int
    suspended: bool


@dataclass(slots=True)
class _Activity:
    id: int
    kind: _Kind
    place: int
    sessions: dict[str, Session]
    taken: Counter[str] = field(default_factory=Counter)

    def fits(self, slots: tuple[str, ...]) -> bool:
        """Whether a person free in these slots could attend every session."""
        return set(self.sessions) <= set(slots)

    def full(self, slots: tuple[str, ...]) -> bool:
        """Whether any of these sessions has no place left (or does not exist at all)."""
        mine = [slot for slot in slots if slot in self.sessions]
        return not mine or any(self.taken[slot] >= self.kind.capacity for slot in mine)


class Regime:
    """The regime of one prison; gathers sessions and seats for the calendar."""

    def __init__(
        self, places: Places, counters: Counters, loads: Loads, chance: Chance, now: datetime
    ) -> None:
        self.sessions: list[Session] = []
        self.seats: list[Seat] = []
        self._places = places
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._today = now.date()
        self._all: dict[str, list[_Activity]] = {}
        self._build()

    # Activities ----------------------------------------------------------------------------

    def _build(self) -> None:
        wanted = self._places.prison.population
        for kind in _KINDS:
            copies = max(3, round(wanted / 200)) if kind.role == _MAIN else 1
            for copy in range(copies):
                rooms = self._places.rooms[kind.purpose]
                name = f"{kind.name} {copy + 1}" if copies > 1 else kind.name
                part = replace(kind, slots=_part_of_day(kind, copy))
                self._activity(part, name, rooms[copy % len(rooms)], kind.role)
        for wing in self._places.wings:
            if f"association {wing}" not in self._places.rooms:
                continue
            room = self._places.room(f"association {wing}")
            evening = _Kind("", 9, "ACTI", "", 99, DAILY, ("ED",), "")
            weekend = _Kind("", 9, "ACTI", "", 250, WEEKEND, ("AM", "PM"), "")
            cleaning = _Kind("", 3, "ACTI", "", 14, DAILY, ("AM", "PM"), "")
            self._activity(evening, f"{wing} evening association", room, f"evening {wing}")
            self._activity(weekend, f"{wing} weekend association", room, f"weekend {wing}")
            work = self._places.room(f"wing work {wing}")
            self._activity(cleaning, f"{wing} wing cleaning", work, f"cleaning {wing}")

    def _activity(self, kind: _Kind, name: str, place: int, role: str) -> None:
        key = self._counters.next("activity")
        code, _ = PROGRAMMES[kind.programme]
        self._loads.add(
            "course_activities",
            crs_acty_id=key,
            caseload_id=self._places.prison.id,
            caseload_type="INST",
            agy_loc_id=self._places.prison.id,
            description=name[:40],
            code=f"{code}{key % 100_000}",
            capacity=kind.capacity,
            active_flag="Y",
            schedule_start_date=datetime(2019, 4, 1),  # noqa: DTZ001 - NOMIS time is naive local
            program_id=kind.programme,
            internal_location_id=place,
            course_class="COURSE",
            course_activity_type=kind.reason,
            provider_party_class="AGY",
            provider_party_code=self._places.prison.id,
            holiday_flag="N",
            outside_work_flag="N",
            pay_per_session="H",
            iep_level="BAS",
        )
        sessions = {
            slot: Session(self._counters.block("session_template", 1), key, slot, kind.days)
            for slot in kind.slots
        }
        self.sessions += sessions.values()
        self._all.setdefault(role, []).append(_Activity(key, kind, place, sessions))

    # Allocations ---------------------------------------------------------------------------

    def allocate(self, person: Person) -> None:
        """Find this person work for the day, and perhaps an evening and a faith group."""
        if person.cell is None or person.whereabouts is Whereabouts.RECEPTION:
            return
        kind = self._chance.weigh({"main": 78, "not in work": 8, "none": 14})
        wing = person.cell.wing
        if wing in {"SEG", "HCC"}:
            kind = "none" if self._chance.happens(0.6) else "not in work"
        if kind == _MAIN and self._chance.happens(0.12):
            self._join(person, f"cleaning {wing}", _DAY)
        elif kind == _MAIN:
            for choice in self._mains(self._chance.pick(_HALVES)):
                self._join(person, _MAIN, choice)
        elif kind == "not in work":
            self._join(person, kind, _DAY)
        if f"weekend {wing}" in self._all and self._chance.happens(0.75):
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
        suitable = [a for a in self._all.get(role, ()) if a.fits(slots) and not a.full(slots)]
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
        activity: _Activity,
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
        activity: _Activity,
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
        self, person: Person, activity: _Activity, profile: int, slots: tuple[str, ...]
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
