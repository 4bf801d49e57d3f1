"""What a reader's filters show and hide. Whoever they hide is counted under the first that did."""

import re
from collections.abc import Iterable, Mapping, Sequence

from gatehouse.reports.unlock.clashes import overlap
from gatehouse.reports.unlock.model import (
    Event,
    EventKind,
    EventState,
    Person,
    Staying,
    UnlockFilters,
    WithEvents,
)

RESTRICTED = "access is restricted"
OTHER_WING = "another wing"
OTHER_LANDING = "another landing"
LEAVING_WING = "leaving the wing"
STAYING_ON_WING = "staying on the wing"
NO_CHOSEN_ACTIVITY = "none of the chosen activities"
NO_CHOSEN_ALERT = "none of the chosen alerts"
SOMETHING_ON = "something on"
NOTHING_ON = "nothing on"
NOT_FOUND = "not what you searched for"
_WORDS = re.compile(r"[^\s,]+")


def shown_events(events: Sequence[Event], filters: UnlockFilters) -> tuple[Event, ...]:
    """The events of a person that the list shows.

    Someone leaving the prison is never hidden, cancelled or not. With chosen categories: the
    activities, and the appointments that clash with one (R-DPS-3).
    """
    if filters.show_cancelled and not filters.categories:
        return tuple(events)
    return tuple(event for event in events if _is_shown(event, events, filters))


def hidden_by(
    person: Person, filters: UnlockFilters, former_numbers: Iterable[str] = ()
) -> str | None:
    """The first filter that hides a person, in words; None when the person is listed.

    `person.events` are the events shown.
    """
    if filters.wings and person.wing not in filters.wings:
        return OTHER_WING
    if filters.landings and person.landing not in filters.landings:
        return OTHER_LANDING
    if filters.categories and not _has_chosen_activity(person.events, filters):
        return NO_CHOSEN_ACTIVITY
    return (
        _hidden_by_staying(person, filters)
        or _hidden_by_events(person, filters)
        or _hidden_by_alerts(person, filters)
        or _hidden_by_search(person, filters, former_numbers)
    )


def words_of(
    filters: UnlockFilters, alert_labels: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The filter settings as a person would read them on paper; empty for the whole list."""
    pairs = (
        ("Wings", ", ".join(sorted(filters.wings))),
        ("Landings", ", ".join(sorted(filters.landings))),
        ("Staying or leaving", "" if filters.staying is Staying.BOTH else filters.staying.value),
        (
            "People",
            ""
            if filters.with_events is WithEvents.BOTH
            else f"{filters.with_events.value} something on",
        ),
        ("Activities", ", ".join(sorted(filters.categories))),
        ("Alerts", ", ".join(sorted(alert_labels.get(code, code) for code in filters.alerts))),
        ("Cancelled events", "" if filters.show_cancelled else "not shown"),
        ("Search", filters.search.strip()),
    )
    return tuple((label, words) for label, words in pairs if words)


def _is_shown(event: Event, events: Sequence[Event], filters: UnlockFilters) -> bool:
    if event.kind.is_external:
        return True
    if not filters.show_cancelled and event.state is not EventState.PLANNED:
        return False
    if not filters.categories or event.kind is EventKind.ACTIVITY:
        return True
    return event.kind is EventKind.APPOINTMENT and any(
        overlap(event, other) for other in events if other.kind is EventKind.ACTIVITY
    )


def _has_chosen_activity(events: Iterable[Event], filters: UnlockFilters) -> bool:
    return any(event.kind.is_external or event.category in filters.categories for event in events)


def _hidden_by_staying(person: Person, filters: UnlockFilters) -> str | None:
    if filters.staying is Staying.LEAVING and not person.leaves_wing:
        return STAYING_ON_WING
    if filters.staying is Staying.STAYING and person.leaves_wing:
        return LEAVING_WING
    return None


def _hidden_by_events(person: Person, filters: UnlockFilters) -> str | None:
    if filters.with_events is WithEvents.WITH and not person.events:
        return NOTHING_ON
    if filters.with_events is WithEvents.WITHOUT and person.has_event:
        return SOMETHING_ON
    return None


def _hidden_by_alerts(person: Person, filters: UnlockFilters) -> str | None:
    if filters.alerts and not any(alert.code in filters.alerts for alert in person.alerts):
        return NO_CHOSEN_ALERT
    return None


def _hidden_by_search(
    person: Person, filters: UnlockFilters, former_numbers: Iterable[str]
) -> str | None:
    if not filters.search or not (words := _WORDS.findall(filters.search.lower())):
        return None
    names = " ".join((person.last_name, person.first_name, person.number, *former_numbers))
    events = " ".join(event.summary for event in person.events)
    text = f"{names} {events}".lower()
    return None if all(word in text for word in words) else NOT_FOUND
