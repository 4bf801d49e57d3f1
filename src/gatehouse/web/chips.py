"""The filters in force, each with the address of the same list without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gatehouse.reports.unlock.model import Staying, UnlockFilters, WithEvents
from gatehouse.web.asking import UnlockAsk

_STAYING = {Staying.LEAVING: "Leaving the wing", Staying.STAYING: "Staying on the wing"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in words, and how to take it away."""

    group: str
    words: str
    query: str


def chips(ask: UnlockAsk, alert_labels: Mapping[str, str]) -> tuple[Chip, ...]:
    """Every filter in force but wing, session and list, which have links of their own."""
    return tuple(
        Chip(group, words, ask.showing(without).query())
        for group, words, without in _in_force(ask.filters, alert_labels)
    )


def _in_force(
    held: UnlockFilters, alert_labels: Mapping[str, str]
) -> Iterator[tuple[str, str, UnlockFilters]]:
    if held.search:
        yield "Search", held.search, replace(held, search="")
    for landing in sorted(held.landings):
        yield "Landing", landing, replace(held, landings=held.landings - {landing})
    if held.staying is not Staying.BOTH:
        yield "Staying or leaving", _STAYING[held.staying], replace(held, staying=Staying.BOTH)
    for category in sorted(held.categories):
        yield "Activity", category, replace(held, categories=held.categories - {category})
    for alert in sorted(held.alerts):
        label = alert_labels.get(alert, alert)
        yield "Alert", label, replace(held, alerts=held.alerts - {alert})
    if not held.show_cancelled:
        yield "Cancelled events", "hidden", replace(held, show_cancelled=True)


def unfiltered(ask: UnlockAsk) -> UnlockAsk:
    """The same area and list with every chip taken away."""
    held = ask.filters
    return ask.showing(UnlockFilters(wings=held.wings, with_events=held.with_events))


def lists(ask: UnlockAsk) -> tuple[tuple[str, str, bool], ...]:
    """The three lists: name, query, and whether it is the one shown."""
    named = {
        WithEvents.BOTH: "Everyone",
        WithEvents.WITH: "With something on",
        WithEvents.WITHOUT: "With nothing on",
    }
    return tuple(
        (
            name,
            ask.showing(replace(ask.filters, with_events=which)).query(),
            which is ask.filters.with_events,
        )
        for which, name in named.items()
    )
