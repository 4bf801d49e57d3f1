"""People: who they are and why they are in prison."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.custody import Custody
from gatehouse.estate.lists import Prison, names
from gatehouse.estate.numbers import booking_number, prison_number
from gatehouse.estate.places import Cell


class Whereabouts(StrEnum):
    """Where someone in a prison's care is when the day starts, or is on the way to."""

    CELL = "cell"
    RECEPTION = "reception"
    SWAP = "cell swap"
    NOWHERE = "no living unit"
    TRANSIT = "in transit"
    OVERNIGHT_COURT = "overnight at court"
    OVERNIGHT_HOSPITAL = "overnight in hospital"
    GONE = "released"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Why a person is held: the legal status, and for the sentenced the dates."""

    status: str
    began: date
    length_days: int = 0
    release: date | None = None

    @property
    def remand(self) -> bool:
        """Whether the person is unsentenced and goes to court."""
        return self.status in {"RX", "JR", "TRL"}


@dataclass(slots=True)
class Person:
    """A person in a prison's care with the booking that says so."""

    root: int
    number: str
    first: str
    last: str
    born: date
    sex: str
    prison: Prison
    arrived: datetime
    sentence: Sentence
    whereabouts: Whereabouts
    custody: Custody
    booking_no: str
    category: str = "U"
    cell: Cell | None = None
    alerts: set[str] = field(default_factory=set)
    left: datetime | None = None
    busy_today: bool = False

    @property
    def book(self) -> int:
        """The id of the booking."""
        return self.custody.book

    def age(self, on: date) -> int:
        """Full years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


# Legal status by kind of prison (§5.8.2: remand is high in locals and nil in training prisons).
_STATUSES: dict[str, dict[str, float]] = {
    "local": {"RX": 28, "TRL": 8, "JR": 12, "ADIMP_ORA": 33, "LR_ORA": 10, "FTR_ORA": 5}
    | {"SENT03": 2, "DET": 1.5, "CIVIL": 0.3, "LIFE": 0.2},
    "training": {"ADIMP_ORA": 66, "SENT03": 14, "LR_ORA": 12, "FTR_ORA": 2, "IPP": 2, "LIFE": 4},
    "high": {"RX": 5, "ADIMP_ORA": 35, "SENT03": 20, "LIFE": 35, "IPP": 5},
    "open": {"ADIMP_ORA": 75, "SENT03": 17, "LIFE": 6, "IPP": 2},
    "women": {"RX": 18, "TRL": 3, "JR": 7, "ADIMP_ORA": 52, "LR_ORA": 10, "FTR_ORA": 5, "LIFE": 5},
    "youth": {"RX": 25, "JR": 10, "YOI_ORA": 55, "SEC91_03_ORA": 10},
}
_SERVED = {"local": 45, "training": 330, "high": 900, "open": 250, "women": 110, "youth": 90}
_LEFT = {"local": 80, "training": 380, "high": 1500, "open": 220, "women": 130, "youth": 110}
_REMAND_DAYS = 55
_INDETERMINATE = frozenset({"LIFE", "IPP", "DET", "CIVIL"})
_CATEGORIES: dict[str, dict[str, float]] = {
    "local": {"B": 12, "C": 62, "D": 6, "X": 20},
    "training": {"C": 90, "D": 7, "B": 3},
    "high": {"A": 22, "H": 2, "P": 1.5, "E": 0.3, "B": 74},
    "open": {"D": 1},
    "women": {"R": 80, "S": 5, "T": 13, "Q": 2},
    "youth": {"I": 90, "J": 6, "V": 4},
}


def _born(chance: Chance, kind: str, today: date) -> date:
    if kind == "youth":
        return today - timedelta(days=chance.whole(15 * 366, 18 * 365 - 30))
    years = 18 + min(int(chance.fraction() ** 1.6 * 54), 68)
    return today - timedelta(days=int(years * 365.25) + chance.whole(1, 364))


def _sentence(chance: Chance, kind: str, arrived: date, today: date, *, gone: bool) -> Sentence:
    status = chance.weigh(_STATUSES[kind])
    if status in {"RX", "JR", "TRL"} or status in _INDETERMINATE:
        return Sentence(status, arrived)
    left = 0 if gone else chance.days(_LEFT[kind])
    release = today + timedelta(days=left)
    length = 2 * max((release - arrived).days, 14)
    return Sentence(status, arrived, length, release)


def _category(chance: Chance, prison: Prison, sentence: Sentence) -> str:
    if sentence.remand or sentence.status in {"DET", "CIVIL"}:
        return "U"
    if prison.kind == "open" and prison.sex == "F":
        return "T"
    return chance.weigh(_CATEGORIES[prison.kind])


class Newcomers:
    """Makes people, each with new ids; one stream of chance for each prison."""

    def __init__(self, prison: Prison, counters: Counters, chance: Chance, now: datetime) -> None:
        self._prison = prison
        self._counters = counters
        self._chance = chance
        self._now = now

    def person(self, whereabouts: Whereabouts, arrived: datetime | None = None) -> Person:
        """Somebody in this prison's care, here since `arrived` or for a likely time."""
        chance, kind, today = self._chance, self._prison.kind, self._now.date()
        arrived = arrived or self._arrival()
        gone = whereabouts is Whereabouts.GONE
        sentence = _sentence(chance, kind, arrived.date(), today, gone=gone)
        count = self._counters.next("number")
        return Person(
            root=self._counters.next("offender"),
            # Numbers are spread out, so that neighbours on a list do not look alike.
            number=prison_number(count * 7919 % 13_000_000),
            first=chance.pick(names(self._prison.sex)),
            last=chance.pick(names("L")),
            born=_born(chance, kind, today),
            sex=self._prison.sex,
            prison=self._prison,
            arrived=arrived,
            sentence=sentence,
            whereabouts=whereabouts,
            custody=Custody(self._counters.next("booking")),
            booking_no=booking_number(count),
            category=_category(chance, self._prison, sentence),
        )

    def _arrival(self) -> datetime:
        """A likely arrival, at least a day before now."""
        days = 1 + self._chance.days(_SERVED[self._prison.kind])
        return self._chance.at(self._now.date() - timedelta(days=days), "09:30", "19:30")
