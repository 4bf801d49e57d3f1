"""The alerts that lists may show, by code: what a filter may ask for, and what a code means."""

from collections.abc import Iterable

from gatehouse.operations.reference import NATIONAL_ALERTS
from gatehouse.operations.settings import Settings
from gatehouse.reports.records import CATEGORY_A
from gatehouse.reports.unlock.model import Alert

_CATEGORIES = {f"CAT_{code}": label for code, label in CATEGORY_A.items()}


def alert_labels(settings: Settings, prison_id: str | None = None) -> dict[str, str]:
    """Codes with their words: those of one prison's lists, or of every prison's."""
    shown = {
        alert.code: alert.label
        for alert in (*NATIONAL_ALERTS, *settings.alerts)
        if prison_id is None or alert.prison in (None, prison_id)
    }
    return _CATEGORIES | shown


def with_held(labels: dict[str, str], held: Iterable[Alert]) -> dict[str, str]:
    """The same with the alerts that people on a list have."""
    return labels | {alert.code: alert.label for alert in held}
