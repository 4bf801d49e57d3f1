"""What has changed since a list was printed: two unlock lists, and each difference once.

Derived facts are left out, because what they derive from is reported: clashes, notes on an event,
and whether it leaves the wing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from gatehouse.lake.moment import Moment
from gatehouse.reports.event_changes import EventChange, event_changes, event_words
from gatehouse.reports.unlock.model import Person, Place, UnlockFilters, UnlockList

_Item = TypeVar("_Item")
MaySee = Callable[[str], bool]
"""Whether the reader may see the person with this prison number."""


class NotComparableError(ValueError):
    """Two lists of which nothing can be concluded; the text says why."""


class ChangeKind(StrEnum):
    """What happened, in the order in which a wing needs to know."""

    ARRIVED = "arrived"
    RETURNED = "came back"
    LEFT = "left"
    MOVED = "moved cell"
    ALERT_OPENED = "new alert"
    ALERT_CLOSED = "alert closed"
    EVENT_CANCELLED = "cancelled"
    EVENT_REINSTATED = "back on"
    EVENT_NEW = "new"
    EVENT_CHANGED = "time or place changed"
    EVENT_GONE = "no longer planned"
    DETAIL = "other detail"


_OF_EVENT = {
    EventChange.CANCELLED: ChangeKind.EVENT_CANCELLED,
    EventChange.REINSTATED: ChangeKind.EVENT_REINSTATED,
    EventChange.NEW: ChangeKind.EVENT_NEW,
    EventChange.CHANGED: ChangeKind.EVENT_CHANGED,
    EventChange.GONE: ChangeKind.EVENT_GONE,
}
_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference about one person. `cell` is where they are now, else where they were."""

    kind: ChangeKind
    number: str
    name: str
    cell: str
    words: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences between a printed list and the list now, the most pressing first."""

    before: Moment
    after: Moment
    printed_at: datetime
    items: tuple[Change, ...]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind, in the order of the list."""
        return tuple(change for change in self.items if change.kind is kind)

    @property
    def people(self) -> frozenset[str]:
        """The prison numbers of everyone who is named, for the audit."""
        return frozenset(change.number for change in self.items)


def compare(before: UnlockList, after: UnlockList, *, may_see: MaySee) -> Changes:
    """Every difference between two lists of one prison, day, session and filter, once each.

    `may_see` is asked about everyone, because the earlier list may have been made for somebody
    who may see more: a person the reader may not see appears nowhere. Raises
    `NotComparableError`.
    """
    _check_comparable(before, after)
    was, now = _by_number(before, may_see), _by_number(after, may_see)
    found = [
        change
        for number in (*now, *(number for number in was if number not in now))
        for change in _of_person(was.get(number), now.get(number), after.filters)
    ]
    found.sort(key=lambda change: _ORDER[change.kind])  # stable: the order of the list stays
    return Changes(before.moment, after.moment, before.made_at, tuple(found))


def _check_comparable(before: UnlockList, after: UnlockList) -> None:
    for what, was, now in (
        ("prison", before.prison_id, after.prison_id),
        ("day", before.on, after.on),
        ("session", before.slot, after.slot),
        ("filters", before.filters, after.filters),
    ):
        if was != now:
            raise NotComparableError(
                f"The lists cannot be compared: the printed one has {what} {was}, the other {now}. "
                f"Make the list again with the {what} of the printed one."
            )
    if after.moment.position < before.moment.position:
        raise NotComparableError(
            "The lists cannot be compared: the data here is older than that on the printed list "
            f"({after.moment.data_as_at:%H:%M}, printed {before.moment.data_as_at:%H:%M}). "
            "Wait for the data to catch up, then try again."
        )


def _by_number(unlock: UnlockList, may_see: MaySee) -> dict[str, Person]:
    everyone = (*unlock.people, *unlock.not_placed, *unlock.out)
    return {person.number: person for person in everyone if may_see(person.number)}


def _of_person(was: Person | None, now: Person | None, filters: UnlockFilters) -> Iterator[Change]:
    if now is None:
        if was is not None:
            yield _change(ChangeKind.LEFT, was, _gone_words(filters))
    elif was is None:
        yield _change(ChangeKind.ARRIVED, now, _arrival_words(now, filters))
    else:
        yield from _moves(was, now)
        yield from _alerts(was, now)
        yield from _events(was, now)
        yield from _details(was, now)


def _gone_words(filters: UnlockFilters) -> str:
    if filters == UnlockFilters():
        return "No longer in this prison's care"
    return "No longer on this list: left the prison, or now outside the filters"


def _arrival_words(now: Person, filters: UnlockFilters) -> str:
    what = "Arrived" if filters == UnlockFilters() else "New on this list"
    parts = [f"{what}: {_where(now)}", *now.notes]
    if now.alerts:
        parts.append("Alerts: " + ", ".join(alert.label for alert in now.alerts))
    if now.events:
        parts.append("On: " + "; ".join(event_words(event) for event in now.events))
    return ". ".join(parts)


def _moves(was: Person, now: Person) -> Iterator[Change]:
    if not _has_moved(was, now):
        return
    if now.place is Place.OUT and was.place is not Place.OUT:
        kind, words = ChangeKind.LEFT, f"Out of the prison; was {_where(was)}"
    elif was.place is Place.OUT and now.place is not Place.OUT:
        kind, words = ChangeKind.RETURNED, f"Back in the prison: {_where(now)}"
    else:
        kind, words = ChangeKind.MOVED, f"From {_where(was)} to {_where(now)}"
    yield _change(kind, now, ". ".join((words, *_added_notes(was, now))))


def _has_moved(was: Person, now: Person) -> bool:
    return (was.place, was.cell, was.wing, was.landing) != (
        now.place,
        now.cell,
        now.wing,
        now.landing,
    )


def _where(person: Person) -> str:
    if not person.cell:
        return str(person.place) if person.place is not Place.CELL else "no cell"
    cell = f"cell {person.cell}" + (f" ({person.wing})" if person.wing else "")
    return cell if person.place is Place.CELL else f"{person.place}, {cell}"


def _alerts(was: Person, now: Person) -> Iterator[Change]:
    for alert in _once(now.alerts):
        if alert not in was.alerts:
            yield _change(ChangeKind.ALERT_OPENED, now, alert.label)
    for alert in _once(was.alerts):
        if alert not in now.alerts:
            yield _change(ChangeKind.ALERT_CLOSED, now, alert.label)


def _events(was: Person, now: Person) -> Iterator[Change]:
    for kind, words in event_changes(was.events, now.events):
        yield _change(_OF_EVENT[kind], now, words)


def _details(was: Person, now: Person) -> Iterator[Change]:
    for what, old, new in (
        ("Name", _name(was), _name(now)),
        ("Category", was.category, now.category),
        ("Incentive level", was.incentive, now.incentive),
    ):
        if old != new:
            words = f"{what}: {new or 'none'} (was {old or 'none'})"
            yield _change(ChangeKind.DETAIL, now, words)
    if _has_moved(was, now):
        return  # what is new is told with the move, and what was said of the old place is over
    for note in _added_notes(was, now):
        yield _change(ChangeKind.DETAIL, now, note)
    for _ in (note for note in _once(was.notes) if note not in now.notes):
        # Not its text: it may name somebody that only the first reader was allowed to see.
        yield _change(ChangeKind.DETAIL, now, "A note on the printed list no longer applies")


def _added_notes(was: Person, now: Person) -> list[str]:
    return [note for note in _once(now.notes) if note not in was.notes]


def _once(items: Iterable[_Item]) -> list[_Item]:
    return list(dict.fromkeys(items))


def _change(kind: ChangeKind, person: Person, words: str) -> Change:
    return Change(kind, person.number, _name(person), person.cell, words)


def _name(person: Person) -> str:
    return f"{person.last_name}, {person.first_name}".strip(", ")
