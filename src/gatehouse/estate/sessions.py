"""The prison week: its days and slots, the sessions repeated in it, and the seats people have."""

from dataclasses import dataclass
from datetime import date

WORKING, WEEKEND, DAILY = 0b0011111, 0b1100000, 0b1111111
DAY_NAMES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
SLOTS = {"AM": ("08:30", "11:45"), "PM": ("13:45", "16:45"), "ED": ("17:30", "19:00")}


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
