"""What a reader can choose between on the unlock list, drawn from the list with nothing hidden.

So an option never names anything that the reader may not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from gatehouse.reports.places import natural_key
from gatehouse.reports.unlock.model import Alert, UnlockList


@dataclass(frozen=True, slots=True)
class UnlockChoices:
    """Options of the filters. `landings` are those of the wings asked for.

    `categories` are those of the session, `day_categories` those of any session of the day, so
    that a filter outlives a change of session.
    """

    wings: tuple[str, ...]
    landings: tuple[str, ...]
    categories: tuple[str, ...]
    alerts: tuple[Alert, ...]
    day_categories: frozenset[str] = frozenset()


def choices_of(
    everyone: UnlockList, wings: frozenset[str], day_categories: Iterable[str] = ()
) -> UnlockChoices:
    """The options that a list of everyone offers to someone looking at some wings (none: all)."""
    people = [person for person in everyone.people if not wings or person.wing in wings]
    placed = [person for person in everyone.people if person.cell]
    return UnlockChoices(
        wings=_in_order({person.wing for person in placed}),
        landings=_in_order({person.landing for person in people if person.cell}),
        categories=_in_order(
            {event.category for person in people for event in person.events if event.category}
        ),
        alerts=tuple(
            sorted(
                {alert.code: alert for person in people for alert in person.alerts}.values(),
                key=lambda alert: alert.label,
            )
        ),
        day_categories=frozenset(day_categories),
    )


def _in_order(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=natural_key))
