"""What an address asks of the unlock list: every choice is in it, so it can be shared and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from gatehouse.reports.unlock.model import Slot, Staying, UnlockFilters, WithEvents
from gatehouse.web.query_string import Query, Values

_AFTERNOON, _EVENING = 12, 17


@dataclass(frozen=True, slots=True)
class UnlockAsk:
    """One unlock list: where, when, and what to hide."""

    prison_id: str
    on: date
    slot: Slot
    filters: UnlockFilters

    def query(self) -> str:
        """The query string that asks for exactly this."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """The query string as keys and values; what hides nothing is left out."""
        held = self.filters
        pairs = [
            ("prison", self.prison_id),
            ("date", self.on.isoformat()),
            ("session", self.slot.value),
            *(("wing", wing) for wing in sorted(held.wings)),
            *(("landing", landing) for landing in sorted(held.landings)),
            *(("category", category) for category in sorted(held.categories)),
            *(("alert", alert) for alert in sorted(held.alerts)),
        ]
        if held.staying is not Staying.BOTH:
            pairs.append(("staying", held.staying.value))
        if held.with_events is not WithEvents.BOTH:
            pairs.append(("events", held.with_events.value))
        if not held.show_cancelled:
            pairs.append(("cancelled", "no"))
        if held.search:
            pairs.append(("q", held.search))
        return pairs

    def showing(self, filters: UnlockFilters) -> "UnlockAsk":
        """The same list with other filters."""
        return replace(self, filters=filters)

    def at(self, slot: Slot) -> "UnlockAsk":
        """The same list of another session."""
        return replace(self, slot=slot)

    def parameters(self) -> Mapping[str, object]:
        """Everything asked, for the audit trail and the seal."""
        held = self.filters
        return {
            "prison": self.prison_id,
            "date": self.on.isoformat(),
            "session": self.slot.value,
            "wings": sorted(held.wings),
            "landings": sorted(held.landings),
            "staying": held.staying.value,
            "events": held.with_events.value,
            "categories": sorted(held.categories),
            "alerts": sorted(held.alerts),
            "cancelled": held.show_cancelled,
            "search": held.search,
        }


def read_unlock_ask(query: Query, prison: str, now: datetime) -> UnlockAsk:
    """The list an address asks for; `prison` is meant when it names none.

    Raises `BadChoiceError` with every value that cannot be used.
    """
    values = Values(query)
    ask = UnlockAsk(
        prison_id=values.prison(prison),
        on=values.day(now.date()),
        slot=values.choice("session", "the session", slot_at(now)),
        filters=UnlockFilters(
            wings=values.texts("wing", "the wing"),
            landings=values.texts("landing", "the landing"),
            staying=values.choice("staying", "staying or leaving", Staying.BOTH),
            with_events=values.choice("events", "people to show", WithEvents.BOTH),
            categories=values.texts("category", "the activity category"),
            alerts=values.texts("alert", "the alert"),
            show_cancelled=values.flag("cancelled", "cancelled events", default=True),
            search=values.text("q", "the search"),
        ),
    )
    values.finish()
    return ask


def slot_at(now: datetime) -> Slot:
    """The session to offer first at a time of day."""
    if now.hour < _AFTERNOON:
        return Slot.AM
    return Slot.PM if now.hour < _EVENING else Slot.ED
