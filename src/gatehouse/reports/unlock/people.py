"""One person of a day as a list shows them: where they are, what is on, and what is odd."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from gatehouse.reports.places import NO_CELL, RECEPTION, Cell
from gatehouse.reports.records import PersonRecord
from gatehouse.reports.unlock.day import Day
from gatehouse.reports.unlock.happenings import Happening
from gatehouse.reports.unlock.model import Event, Person, Place, Slot
from gatehouse.reports.unlock.slots import EARLIER

NOT_PLACED = "Could not be placed"


def person_of(
    day: Day, record: PersonRecord, events: Sequence[Event], notes: Sequence[str] = ()
) -> Person:
    """A person with the events to show. `notes` come after those about where they are."""
    cell = day.cells[record.booking_id]
    return Person(
        number=record.number,
        last_name=record.last_name,
        first_name=record.first_name,
        wing=cell.wing if cell else NOT_PLACED,
        landing=cell.landing if cell else NOT_PLACED,
        cell=cell.path if cell and cell.is_on_wing else "",
        place=place_of(record, cell),
        category=record.category,
        incentive=record.incentive,
        alerts=day.alerts.get(record.booking_id, ()),
        events=tuple(events),
        notes=(*_where(day, record, cell), *notes),
        csra=record.csra,
        booking_id=record.booking_id,
    )


def place_of(record: PersonRecord, cell: Cell | None) -> Place:
    """Where they are now; someone in whose cell is not known has none."""
    if not record.is_in:
        return Place.OUT
    if cell is None or cell.is_no_cell:
        return Place.NO_CELL
    return Place.RECEPTION if cell.is_reception else Place.CELL


def events_in(happenings: Sequence[Happening], slot: Slot) -> tuple[Event, ...]:
    """The events of a session; one that belongs to every session is shown in this one."""
    return tuple(
        happening.event if happening.slot is slot else replace(happening.event, slot=slot)
        for happening in happenings
        if happening.is_in(slot)
    )


def earlier_absences(happenings: Sequence[Happening], slot: Slot) -> tuple[str, ...]:
    """Notes on live events of earlier sessions that take a person out of the prison.

    Court and transfer have no reliable end, so the person may not be back.
    """
    earlier = EARLIER[slot]
    if not earlier or not happenings:
        return ()
    return tuple(
        f"may be out: {happening.event.summary} at {happening.event.start:%H:%M}"
        for happening in happenings
        if happening.slot in earlier
        and happening.event.leaves_prison
        and happening.event.is_live
        and happening.event.start is not None
    )


def out_words(record: PersonRecord, today: date) -> str:
    """Why and since when someone is out: "out: Crown Court since 08:40"."""
    reason = record.out_reason or "reason not recorded"
    return f"out: {reason}{_since(record.out_since, today)}"


def _since(moment: datetime | None, today: date) -> str:
    if moment is None:
        return ", time not recorded"
    if moment.date() == today:
        return f" since {moment:%H:%M}"
    return f" since {moment:%-d %B %Y at %H:%M}"


def _where(day: Day, record: PersonRecord, cell: Cell | None) -> tuple[str, ...]:
    if not record.is_in:
        return (out_words(record, day.disclosure.today),)
    if cell is None:
        return (_unknown_place(day, record.living_unit_id),)
    if cell.is_reception:
        return ("in reception" if cell.path == "RECP" else f"in {RECEPTION.lower()} ({cell.path})",)
    if cell.is_no_cell:
        return (f"{NO_CELL.lower()} allocated",)
    if record.tracked_location_id is not None:
        where = day.places.name(record.tracked_location_id) or "a place not known"
        return (f"out of cell, at {where}",)
    return ()


def _unknown_place(day: Day, living_unit_id: int | None) -> str:
    if living_unit_id is None:
        return "no living unit recorded"
    place = day.places.name(living_unit_id)
    return f"recorded at {place}, which is no cell" if place else "recorded cell is not known here"
