"""Turning what the sources say is on during a day into events of one prison's people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from gatehouse.access import Disclosure
from gatehouse.reports.places import Places
from gatehouse.reports.unlock.model import Event, EventKind, EventState, Slot
from gatehouse.reports.unlock.slots import SESSION_NAMES, Regime, runs_into, slot_of

NO_RECORD = "no attendance record"
_KINDS = {kind.value: kind for kind in EventKind}
_STATES = {state.value: state for state in EventState}
_IN_ROOMS = frozenset({EventKind.ACTIVITY, EventKind.APPOINTMENT})
_OFF_WING = frozenset(
    {EventKind.VISIT, EventKind.HEARING} | {kind for kind in EventKind if kind.is_external}
)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what only the day knows of it.

    `slot` is None when it belongs to every session (no stored session and no time).
    """

    event: Event
    slot: Slot | None

    def is_in(self, slot: Slot) -> bool:
        """Whether it belongs to a session."""
        return self.slot is None or self.slot is slot


@dataclass(frozen=True, slots=True)
class DayRules:
    """What every event of one prison and day is read with."""

    on: date
    today: date
    regime: Regime
    places: Places
    disclosure: Disclosure


def read_happenings(
    columns: Mapping[str, Sequence[Any]],
    wing_ids: Mapping[int, int | None],
    rules: DayRules,
) -> dict[int, tuple[Happening, ...]]:
    """Events by booking, earliest first (R-DPS-7), from the dataset `events` by column.

    `wing_ids` are the wings where people live, by booking; an event of anyone else is left out.
    Kinds that may not be shown for the day are left out too (R-SEC-1).
    """
    found: dict[int, list[Happening]] = {}
    shown = {kind for kind in EventKind if rules.disclosure.shows(kind.value)}
    # Most people of a session share all that is said of it, so it is said once.
    names = [name for name in columns if name != "booking_id"]
    abouts = zip(*(columns[name] for name in names), strict=True)
    made: dict[tuple[bool, tuple[object, ...]], Happening] = {}
    needed = [columns[name] for name in ("booking_id", "kind", "outside", "location_id")]
    for booking_id, word, outside, room, about in zip(*needed, abouts, strict=True):
        kind = _KINDS[word]
        if booking_id in wing_ids and kind in shown:
            # R-DPS-4. An event whose place is not known counts as leaving, so that nobody is
            # thought to be on the wing who may not be.
            leaves = (
                outside
                or room is None
                or kind in _OFF_WING
                or not rules.places.is_on_wing(room, wing_ids[booking_id])
            )
            happening = made.get((leaves, about))
            if happening is None:
                row = dict(zip(names, about, strict=True))
                happening = _happening(row, kind, rules, leaves_wing=leaves)
                made[leaves, about] = happening
            found.setdefault(booking_id, []).append(happening)
    return {
        booking: tuple(sorted(items, key=_order) if len(items) > 1 else items)
        for booking, items in found.items()
    }


def _happening(
    row: Mapping[str, Any], kind: EventKind, rules: DayRules, *, leaves_wing: bool
) -> Happening:
    start = _time_of(row["starts_at"])
    end = _time_on_day(row["ends_at"], rules.on)
    slot = slot_of(row["stored_slot"], start, rules.regime)
    event = Event(
        kind=kind,
        summary=rules.disclosure.summary(kind.value, row["summary"] or kind.value.capitalize()),
        location=rules.disclosure.location(kind.value, _location(row, rules.places)),
        slot=slot or Slot.AM,
        start=start,
        end=end,
        state=_STATES[row["state"]],
        leaves_wing=leaves_wing,
        category=row["category"] or "",
        notes=_notes(row, kind, slot, end, rules),
        event_id=row["event_id"],
        location_id=row["location_id"],
        attendance=row["attendance"] or "",
        leaves_prison=bool(row["outside"]) or (kind.is_external and kind is not EventKind.COURT),
    )
    return Happening(event, slot)


def _location(row: Mapping[str, Any], places: Places) -> str:
    return row["outside_location"] or places.name(row["location_id"])


def _notes(
    row: Mapping[str, Any], kind: EventKind, slot: Slot | None, end: time | None, rules: DayRules
) -> tuple[str, ...]:
    notes: list[str] = []
    if row["detail"] and kind is not EventKind.TRANSFER:
        notes.append(str(row["detail"]))
    if kind is EventKind.COURT and not row["outside"]:
        notes.append("stays in the prison")
    if row["starts_at"] is None:
        notes.append("no time recorded")
    if row["state"] == EventState.PLANNED:
        later = runs_into(slot, end, rules.regime)
        if later:
            notes.append(f"runs into the {SESSION_NAMES[later]} session")
        if row["attendance"] == "none" and rules.on <= rules.today:
            notes.append(NO_RECORD)
    if kind is EventKind.TEMPORARY_ABSENCE and end is None and row["ends_at"]:
        notes.append(f"back {row['ends_at']:%-d %B at %H:%M}")
    if row["location_id"] is None and kind in _IN_ROOMS:
        notes.append("no location recorded")
    return tuple(notes)


def _time_of(moment: datetime | None) -> time | None:
    return None if moment is None else moment.time()


def _time_on_day(moment: datetime | None, on: date) -> time | None:
    """The time an event ends; not known to this day's list when it ends on a later one."""
    if moment is None or moment.date() > on:
        return None
    return _time_of(moment)


def _order(happening: Happening) -> tuple[time, str, int]:
    event = happening.event
    return event.start or time.min, event.summary.lower(), event.event_id
