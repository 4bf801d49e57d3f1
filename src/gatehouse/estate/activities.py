"""What a prison runs: its activities, by programme, with the sessions of each."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Loads
from gatehouse.estate.places import Places
from gatehouse.estate.sessions import DAILY, WEEKEND, WORKING, Session

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
MAIN = "main"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of activity: when it runs, for how many, and whom it is for (`role`)."""

    name: str
    programme: int
    reason: str
    purpose: str
    capacity: int
    days: int
    slots: tuple[str, ...]
    role: str


_KINDS = (
    Kind("English", 1, "EDUC", "education", 15, 0b0010101, ("AM", "PM"), MAIN),
    Kind("Maths", 1, "EDUC", "education", 15, 0b0001010, ("AM", "PM"), MAIN),
    Kind("Digital skills", 1, "EDUC", "education", 15, 0b0000111, ("AM", "PM"), MAIN),
    Kind("Woodwork", 2, "ACTI", "work", 24, WORKING, ("AM", "PM"), MAIN),
    Kind("Textiles", 2, "ACTI", "work", 30, 0b0001111, ("AM", "PM"), MAIN),
    Kind("Recycling", 2, "ACTI", "work", 20, 0b0011110, ("AM", "PM"), MAIN),
    Kind("Assembly workshop", 2, "ACTI", "work", 40, WORKING, ("AM", "PM"), MAIN),
    Kind("Kitchen", 3, "ACTI", "kitchen", 20, DAILY, ("AM", "PM"), MAIN),
    Kind("Gardens", 3, "ACTI", "gardens", 16, 0b0001111, ("AM", "PM"), MAIN),
    Kind("Library orderly", 3, "LIBR", "library", 6, WORKING, ("AM", "PM"), MAIN),
    Kind("Thinking skills programme", 6, "TSP", "programme", 10, 0b0001010, ("AM",), MAIN),
    Kind("Not in work", 8, "OTHE", "in cell", 120, WORKING, ("AM", "PM"), "not in work"),
    Kind("In-cell packs", 1, "EDUC", "in cell", 60, WORKING, ("PM",), "not in work"),
    Kind("Gym", 4, "ACTI", "gym", 40, DAILY, ("ED",), "evening"),
    Kind("Chapel", 7, "CHAP", "faith", 30, 0b1000000, ("AM",), "faith"),
    Kind("Friday prayers", 7, "CHAP", "faith", 60, 0b0010000, ("PM",), "faith"),
    Kind("Bible study", 7, "CHAP", "faith", 20, 0b0000100, ("ED",), "faith"),
)


def _part_of_day(kind: Kind, copy: int) -> tuple[str, ...]:
    """Of an activity that runs all day, some copies run in the morning or afternoon alone."""
    parts = (kind.slots, kind.slots[:1], kind.slots[1:])
    return parts[copy % len(parts)] or kind.slots


@dataclass(slots=True)
class Activity:
    """An activity, its sessions by slot, and how many places of each are taken."""

    id: int
    kind: Kind
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


class Activities:
    """The activities of one prison by role: "main", "evening A", "cleaning A"."""

    def __init__(self, places: Places, counters: Counters, loads: Loads) -> None:
        """Write the prison's activities; sessions and attendance are the calendar's."""
        self.sessions: list[Session] = []
        self._places = places
        self._counters = counters
        self._loads = loads
        self._by_role: dict[str, list[Activity]] = {}
        self._build()

    def of(self, role: str) -> list[Activity]:
        """The activities of a role; none when the prison has no such thing."""
        return self._by_role.get(role, [])

    def _build(self) -> None:
        wanted = self._places.prison.population
        for kind in _KINDS:
            copies = max(3, round(wanted / 200)) if kind.role == MAIN else 1
            for copy in range(copies):
                rooms = self._places.rooms[kind.purpose]
                name = f"{kind.name} {copy + 1}" if copies > 1 else kind.name
                part = replace(kind, slots=_part_of_day(kind, copy))
                self._activity(part, name, rooms[copy % len(rooms)], kind.role)
        for wing in self._places.wings:
            if f"association {wing}" not in self._places.rooms:
                continue
            room = self._places.room(f"association {wing}")
            evening = Kind("", 9, "ACTI", "", 99, DAILY, ("ED",), "")
            weekend = Kind("", 9, "ACTI", "", 250, WEEKEND, ("AM", "PM"), "")
            cleaning = Kind("", 3, "ACTI", "", 14, DAILY, ("AM", "PM"), "")
            self._activity(evening, f"{wing} evening association", room, f"evening {wing}")
            self._activity(weekend, f"{wing} weekend association", room, f"weekend {wing}")
            work = self._places.room(f"wing work {wing}")
            self._activity(cleaning, f"{wing} wing cleaning", work, f"cleaning {wing}")

    def _activity(self, kind: Kind, name: str, place: int, role: str) -> None:
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
        self._by_role.setdefault(role, []).append(Activity(key, kind, place, sessions))
