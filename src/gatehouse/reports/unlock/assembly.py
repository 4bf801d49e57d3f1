"""The unlock list of a session, made whole: everyone in the prison's care is counted once.

Who goes where, in this order:

1. someone the caller may not see is counted as hidden ("access is restricted"), or, when out, in
   the number out; never named;
2. someone not IN is out, with the reason and the time, whatever the filters;
3. someone IN without a living unit, or at a place from which no wing can be made out, could not
   be placed: shown and named in a section of their own, whatever the filters;
4. everyone else is IN at a cell, in reception or without a cell (CSWAP): listed, or hidden and
   counted under the first filter that hid them. Another wing is such a filter, so the sum is
   always that of the whole prison.

The roll is counted apart (dataset `roll_count`); when the sum does not hold the list says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from gatehouse.access import Scope
from gatehouse.definitions import Product
from gatehouse.reports.names import listed
from gatehouse.reports.places import NaturalKey, natural_key
from gatehouse.reports.reading import Reading
from gatehouse.reports.records import PersonRecord
from gatehouse.reports.unlock.apart import Meeting, find_meetings, meetings_by_booking
from gatehouse.reports.unlock.day import Day, read_day
from gatehouse.reports.unlock.filters import RESTRICTED, hidden_by, shown_events
from gatehouse.reports.unlock.model import (
    Completeness,
    Event,
    Person,
    Place,
    Slot,
    UnlockFilters,
    UnlockList,
)
from gatehouse.reports.unlock.people import earlier_absences, events_in, person_of

_PLACE_ORDER = {place: order for order, place in enumerate(Place)}
KEEP_APART = "Keep apart: "
_SOMEONE = "someone you may not see"


def build_unlock_list(  # noqa: PLR0917 - the same eight facts wherever a list is asked for
    reading: Reading,
    product: Product,
    scope: Scope,
    prison_id: str,
    on: date,
    slot: Slot,
    filters: UnlockFilters,
    now: datetime,
) -> UnlockList:
    """The unlock list of one prison, day and session. `now` is local time.

    Raises `Denied` when the prison is not within the scope.
    """
    day = read_day(reading, product, scope, prison_id, on=on, now=now)
    return list_of_day(day, slot, filters, now)


def list_of_day(day: Day, slot: Slot, filters: UnlockFilters, now: datetime) -> UnlockList:
    """The list of one session of a day that has been read; several can be made of one day."""
    events = {
        booking: events_in(happenings, slot) for booking, happenings in day.happenings.items()
    }
    meetings = tuple(
        meeting
        for meeting in find_meetings(day.apart, events)
        if not day.places.is_in_cell(meeting.location_id)
    )
    sorted_out = _sort_out(day, slot, filters, events, meetings)
    completeness = _completeness(day, sorted_out)
    return UnlockList(
        prison_id=day.prison_id,
        prison=day.prison,
        on=day.on,
        slot=slot,
        filters=filters,
        people=tuple(sorted(sorted_out.listed, key=cell_order)),
        not_placed=tuple(sorted(sorted_out.not_placed, key=_name_order)),
        out=tuple(sorted(sorted_out.out, key=cell_order)),
        completeness=completeness,
        moment=day.moment,
        made_at=now,
        late=day.moment.is_late(now),
        warnings=_warnings(day, meetings, completeness, sorted_out),
    )


def cell_order(person: Person) -> tuple[int, NaturalKey, NaturalKey, str, str, str]:
    """Cells in natural order wing by wing (R-LOC-4), then reception, then without a cell."""
    return (
        _PLACE_ORDER[person.place],
        natural_key(person.wing),
        natural_key(person.cell),
        person.last_name,
        person.first_name,
        person.number,
    )


@dataclass(slots=True)
class _SortedOut:
    listed: list[Person] = field(default_factory=list)
    not_placed: list[Person] = field(default_factory=list)
    out: list[Person] = field(default_factory=list)
    out_unnamed: int = 0
    hidden: Counter[str] = field(default_factory=Counter)


def _sort_out(
    day: Day,
    slot: Slot,
    filters: UnlockFilters,
    events: Mapping[int, tuple[Event, ...]],
    meetings: Sequence[Meeting],
) -> _SortedOut:
    found = _SortedOut()
    names = _names(day, meetings)
    met = meetings_by_booking(meetings)
    for record in day.records:
        booking = record.booking_id
        if booking in day.restricted:
            _count_restricted(found, record)
            continue
        notes = [
            f"must be kept apart from {names[other]}: both at {place}"
            for other, place in met.get(booking, ())
        ]
        if record.is_in:
            notes += earlier_absences(day.happenings.get(booking, ()), slot)
        shown = shown_events(events.get(booking, ()), filters)
        person = person_of(day, record, shown, notes)
        if not record.is_in:
            found.out.append(person)
        elif day.cells[booking] is None:
            found.not_placed.append(person)
        elif why := hidden_by(person, filters, day.former_numbers.get(booking, ())):
            found.hidden[why] += 1
        else:
            found.listed.append(person)
    return found


def _count_restricted(found: _SortedOut, record: PersonRecord) -> None:
    if record.is_in:
        found.hidden[RESTRICTED] += 1
    else:
        found.out_unnamed += 1


def _completeness(day: Day, found: _SortedOut) -> Completeness:
    return Completeness(
        listed=len(found.listed),
        hidden=tuple(sorted(found.hidden.items())),
        not_placed=len(found.not_placed),
        out=len(found.out) + found.out_unnamed,
        roll=day.roll,
        in_care=day.in_care,
    )


def _warnings(
    day: Day, meetings: Sequence[Meeting], completeness: Completeness, found: _SortedOut
) -> tuple[str, ...]:
    warnings = []
    if not completeness.holds:
        warnings.append(
            "The numbers do not add up, so somebody may be missing from this list. Check it "
            "against the roll before you use it."
        )
    if not day.alerts_configured:
        warnings.append("No alerts are set up to be shown, so this list shows none.")
    warnings += _meeting_warnings(day, meetings, {p.booking_id for p in found.listed})
    if withheld := day.disclosure.withheld_kinds():
        kinds = listed([f"{kind}s" if kind != "court" else kind for kind in withheld])
        warnings.append(f"Not shown for this day: {kinds}. They may be shown only on the day.")
    if day.limits_stale and (found.hidden[RESTRICTED] or found.out_unnamed):
        warnings.append(
            "The list of limited-access people is out of date, so everyone on it is hidden."
        )
    return tuple(warnings)


def _meeting_warnings(
    day: Day, meetings: Sequence[Meeting], listed_bookings: set[int]
) -> list[str]:
    """One for each meeting of somebody who is listed."""
    names = _names(day, meetings)
    return [
        f"{KEEP_APART}{names[meeting.booking_id]} and {names[meeting.other_booking_id]} "
        f"are both going to {meeting.place}."
        for meeting in meetings
        if listed_bookings & {meeting.booking_id, meeting.other_booking_id}
    ]


def _names(day: Day, meetings: Sequence[Meeting]) -> dict[int, str]:
    """What to call those who meet, by booking."""
    meeting = {m.booking_id for m in meetings} | {m.other_booking_id for m in meetings}
    return {r.booking_id: _named(day, r) for r in day.records if r.booking_id in meeting}


def _named(day: Day, record: PersonRecord) -> str:
    if record.booking_id in day.restricted:
        return _SOMEONE
    return f"{record.last_name}, {record.first_name} ({record.number})"


def _name_order(person: Person) -> tuple[str, str, str]:
    return person.last_name, person.first_name, person.number
