"""The filter form's groups of boxes, with what is chosen ticked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gatehouse.reports.unlock.model import Staying
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import UnlockChoices


@dataclass(frozen=True, slots=True)
class Option:
    """One box."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes under one legend; `single` allows one choice only."""

    name: str
    legend: str
    options: tuple[Option, ...]
    single: bool = False


def boxes(
    ask: UnlockAsk, choices: UnlockChoices, alert_labels: Mapping[str, str]
) -> tuple[Group, ...]:
    """Every group. What the address asks for is offered even where nobody has it now."""
    held = ask.filters
    alerts = tuple(alert.code for alert in choices.alerts)
    staying = {
        Staying.BOTH: "Both",
        Staying.LEAVING: "Leaving the wing",
        Staying.STAYING: "Staying on the wing",
    }
    return (
        Group(
            "staying",
            "Staying or leaving",
            tuple(Option(which, text, which is held.staying) for which, text in staying.items()),
            single=True,
        ),
        _many("landing", "Landing", choices.landings, held.landings),
        _many("category", "Activity category", choices.categories, held.categories),
        _many("alert", "Alerts", alerts, held.alerts, alert_labels),
        Group(
            "cancelled",
            "Cancelled events",
            (
                Option("yes", "Show", held.show_cancelled),
                Option("no", "Hide", not held.show_cancelled),
            ),
            single=True,
        ),
    )


def _many(
    name: str,
    legend: str,
    offered: Iterable[str],
    chosen: frozenset[str],
    labels: Mapping[str, str] | None = None,
) -> Group:
    values = list(offered)
    values += sorted(chosen - set(values))
    named = labels or {}
    return Group(
        name,
        legend,
        tuple(Option(value, named.get(value, value), value in chosen) for value in values),
    )
