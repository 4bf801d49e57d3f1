"""A small wing of invented people, with something of everything a list can show."""

from datetime import date, datetime, time, timedelta

from gatehouse.lake.moment import Moment
from gatehouse.reports.unlock.filters import hidden_by
from gatehouse.reports.unlock.model import (
    Alert,
    Completeness,
    Event,
    EventKind,
    EventState,
    Person,
    Place,
    Slot,
    UnlockFilters,
    UnlockList,
)

ACCT = Alert("HA", "ACCT")
CAT_A = Alert("CAT_A", "Cat A")


def event(kind: EventKind, summary: str, location: str, **more: object) -> Event:
    given: dict[str, object] = {
        "kind": kind,
        "summary": summary,
        "location": location,
        "slot": Slot.AM,
        "start": time(8, 30),
        "end": time(11, 45),
        **more,
    }
    return Event(**given)  # type: ignore[arg-type]  # a test's shorthand


WORKSHOP = event(
    EventKind.ACTIVITY, "Textiles", "Workshop 2", leaves_wing=True, category="Industries"
)
CLEANING = event(EventKind.ACTIVITY, "Wing cleaner", "On wing", category="Prison jobs")
DENTIST = event(
    EventKind.APPOINTMENT,
    "Dentist",
    "Healthcare",
    leaves_wing=True,
    start=time(9, 15),
    end=time(9, 45),
    clashes_with=("Textiles",),
)
MATHS_OFF = event(
    EventKind.ACTIVITY,
    "Maths level 1",
    "Education block, room 4",
    leaves_wing=True,
    category="Education",
    state=EventState.CANCELLED,
    notes=("cancelled: staff absent",),
)
GYM_SUSPENDED = event(
    EventKind.ACTIVITY, "Gym", "Gymnasium", leaves_wing=True, category="Sports and fitness",
    state=EventState.SUSPENDED,
)  # fmt: skip
COURT = event(
    EventKind.COURT, "Court hearing", "Sheffield Crown Court", leaves_wing=True,
    start=time(8, 0), end=None,
)  # fmt: skip
VISIT = event(
    EventKind.VISIT, "Social visit", "Visits hall", leaves_wing=True,
    start=time(10, 0), end=time(11, 0), clashes_with=("Court hearing",),
)  # fmt: skip

MEETING = (
    "Keep apart: Cartwright, Lee (A3456CC) and Evans, Paul (A5678EE) are both going to Workshop 2."
)
APART = "must be kept apart from Evans, Paul (A5678EE): both at Workshop 2"
PEOPLE = (
    Person("A1234AA", "Abbott", "Dean", "House block 1", "1-1", "1-1-001", Place.CELL,
           "C", "Standard", (ACCT,), (WORKSHOP, DENTIST)),
    Person("A2345BB", "Begum-O'Reilly", "Siân", "House block 1", "1-1", "1-1-002", Place.CELL,
           "C", "Enhanced", (), (CLEANING,)),
    Person("A3456CC", "Cartwright", "Lee", "House block 1", "1-1", "1-1-010", Place.CELL,
           "B", "Basic", (CAT_A, ACCT), (MATHS_OFF,), (APART,)),
    Person("A4567DD", "Dlamini", "Thabo", "House block 1", "1-2", "1-2-003", Place.CELL,
           "C", "Standard", (), ()),
    Person("A5678EE", "Evans", "Paul", "House block 1", "1-2", "1-2-004", Place.CELL,
           "C", "Standard", (), (COURT, VISIT)),
    Person("A6789FF", "Featherstonehaugh-Montgomery", "Bartholomew", "House block 2", "2-1",
           "2-1-001", Place.CELL, "D", "Enhanced", (), (GYM_SUSPENDED,)),
    Person("A7890GG", "Green", "Aaron", "Reception", "Reception", "", Place.RECEPTION,
           "", "", (), (), ("in reception",)),
)  # fmt: skip
NOT_PLACED = (
    Person("A8901HH", "Hussain", "Imran", "Could not be placed", "Could not be placed", "",
           Place.NO_CELL, "C", "", (), (), ("no living unit recorded",)),
)  # fmt: skip
OUT = (
    Person("A9012JJ", "Jones", "Kyle", "House block 1", "1-2", "1-2-007", Place.OUT,
           "C", "", (), (), ("out: Hospital since 02:15",)),
)  # fmt: skip


def unlock_list(
    on: date, slot: Slot, filters: UnlockFilters, now: datetime, as_at: datetime
) -> UnlockList:
    """The wing's list; leaves out whoever the filters hide, counting why."""
    listed, hidden = [], dict[str, int]()
    for person in PEOPLE:
        why = hidden_by(person, filters)
        if why is None:
            listed.append(person)
        else:
            hidden[why] = hidden.get(why, 0) + 1
    roll = len(PEOPLE) + len(NOT_PLACED)
    return UnlockList(
        prison_id="MDI",
        prison="Moorland (HMP & YOI)",
        on=on,
        slot=slot,
        filters=filters,
        people=tuple(listed),
        not_placed=NOT_PLACED,
        out=OUT,
        completeness=Completeness(len(listed), tuple(hidden.items()), 1, 1, roll, roll + len(OUT)),
        moment=Moment(7, as_at),
        made_at=now,
        late=now - as_at > timedelta(minutes=15),
        warnings=(MEETING,),
    )
