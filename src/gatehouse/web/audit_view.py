"""A record of the audit trail as a person reads it: words where the trail keeps codes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gatehouse.audit import AuditEvent
from gatehouse.reports.roll.model import DrillId
from gatehouse.reports.unlock.model import Slot, Staying, WithEvents
from gatehouse.reports.unlock.words import day_words, session_words
from gatehouse.web.words import capitalised

_LABELS = {
    "prison": "Prison",
    "date": "Date",
    "session": "Session",
    "wings": "Wings",
    "landings": "Landings",
    "staying": "Staying or leaving",
    "events": "People",
    "categories": "Activities",
    "alerts": "Alerts",
    "cancelled": "Cancelled events",
    "search": "Search",
    "form": "As",
    "paper": "Paper",
    "who": "Username",
    "what": "Action",
    "number": "Prison number",
    "q": "Search",
}
_PRODUCTS = {
    "unlock-list": "Unlock list",
    "roll": "Roll",
    "activities": "Activities",
    "what-changed": "What changed",
    "audit": "Audit",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "session": {slot.value: session_words(slot) for slot in Slot},
    "staying": {Staying.LEAVING: "leaving the wing", Staying.STAYING: "staying on the wing"},
    "events": {WithEvents.WITH: "with something on", WithEvents.WITHOUT: "with nothing on"},
    "cancelled": {"False": "hidden"},
    "form": {"print": "printed page", "pdf": "PDF", "xlsx": "Excel", "csv": "CSV"},
    "layout": {
        "officer": "to read",
        "staff": "for staff to mark",
        "general": "for general view",
        "instructor": "by place, for instructors",
    },
    "paper": {
        "figures": "roll figures",
        "names": "names behind the figures",
        "fire": "fire roll",
        "expected": "everyone expected",
        "without": "people with no activity",
    },
    "list": {
        **{drill.value: drill.value.replace("-", " ") for drill in DrillId},
        "without": "people with no activity",
    },
}
# What an address that hides nothing says of itself is not worth a reader's time.
_HIDES_NOTHING = {("staying", "both"), ("events", "both"), ("cancelled", "True")}


def product_words(event: AuditEvent) -> str:
    """What was looked at: a product by its name; an address that was refused as it was asked."""
    return _PRODUCTS.get(event.product, event.product)


def detail_words(event: AuditEvent, alerts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What was asked for, as label and words; `alerts` are codes with their words."""
    return tuple(_details(event.parameters, {**_WORDS, "alerts": alerts, "alert": alerts}))


def _details(
    parameters: Mapping[str, object], known: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        words = known.get(name, {})
        texts = [words.get(text, _plain(name, text)) for text in _texts(value)]
        hidden = len(texts) == 1 and (name, _texts(value)[0]) in _HIDES_NOTHING
        if texts and not hidden:
            yield _LABELS.get(name, capitalised(name)), ", ".join(texts)


def _texts(value: object) -> list[str]:
    """A value as one or more texts; nothing when it says nothing."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [str(item) for item in value]
    return [] if value in ("", None) else [str(value)]


def _plain(name: str, text: str) -> str:
    if name == "date":
        try:
            return day_words(date.fromisoformat(text))
        except ValueError:
            return text
    return text
