"""What may be disclosed on a list that people in prison could read (R-SEC).

The rules are data: a product's policy of type `disclosure` carries them under `disclosure`, and
what it leaves out keeps the value of `DisclosureRules`, the strictest in use. A rule withholds
an event, a detail or a tick box; it never takes a person off a list.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gatehouse.access.policies import Policy, PolicyType
from gatehouse.access.working_days import working_day_after


class DisclosureError(ValueError):
    """A disclosure policy says something that is not understood."""


class Withheld(StrEnum):
    """When events of a kind are kept from the list."""

    AFTER_TODAY = "after today"
    UNLESS_TODAY = "unless today"

    def applies(self, on: date, today: date) -> bool:
        """Whether a list for a day, read today, must leave the events out."""
        return on > today if self is Withheld.AFTER_TODAY else on != today


def _standard_withheld() -> dict[str, Withheld]:
    return {
        "court": Withheld.AFTER_TODAY,
        "transfer": Withheld.UNLESS_TODAY,
        "release": Withheld.AFTER_TODAY,
    }


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """A product's disclosure rules.

    `withheld` and `only_as` are by kind of event ("court", "transfer", "release"): when it is
    left out, and the one word it may be shown as, without its place. Lists may be printed up to
    `print_ahead` working days ahead. `unprinted_alert_types` are never on a printable list.
    `masked_characters` of a prison number are starred in the general view.
    """

    withheld: Mapping[str, Withheld] = field(default_factory=_standard_withheld)
    only_as: Mapping[str, str] = field(default_factory=lambda: {"transfer": "Transfer"})
    print_ahead: int = 2
    unprinted_alert_types: frozenset[str] = frozenset({"D"})
    unprinted_alerts: frozenset[str] = frozenset({"DCDO", "DCEO", "DOCGM"})
    masked_characters: int = 3

    @classmethod
    def of(cls, policies: Iterable[Policy]) -> "DisclosureRules":
        """The rules in a product's policies. Raises `DisclosureError` on a setting not known."""
        rules = cls()
        for policy in policies:
            if policy.type == PolicyType.DISCLOSURE:
                rules = _amended(rules, policy)
        return rules


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one list may disclose: a list for the day `on`, read or printed `today`.

    Free text (comments on alerts, appointments or movements) is never on a printable list, and
    so has no method here (R-SEC-4).
    """

    rules: DisclosureRules
    on: date
    today: date
    general: bool
    last_printable: date

    @classmethod
    def for_view(
        cls,
        on: date,
        today: date,
        general: bool,
        *,
        rules: DisclosureRules | None = None,
        holidays: AbstractSet[date] = frozenset(),
    ) -> "Disclosure":
        """The disclosure of a list. `general` asks for the list that may hang on a wall.

        Raises `DisclosureError` for a general list when it is not offered (R-SEC-3).
        """
        held = rules or DisclosureRules()
        last = working_day_after(today, held.print_ahead, holidays)
        if general and not today < on <= last:
            raise DisclosureError(
                "A list for general view is only for a day after today and no later than "
                f"{last:%-d %B %Y}, the next {held.print_ahead} working days."
            )
        return cls(held, on, today, general, last)

    @property
    def general_offered(self) -> bool:
        """Whether the list for general view may be offered (R-SEC-3)."""
        return self.today < self.on <= self.last_printable

    @property
    def may_print(self) -> bool:
        """Whether the list may be printed: not too far ahead (R-SEC-3)."""
        return self.on <= self.last_printable

    def shows(self, kind: str) -> bool:
        """Whether events of a kind ("court", "transfer", …) may be on the list (R-SEC-1)."""
        withheld = self.rules.withheld.get(kind)
        return withheld is None or not withheld.applies(self.on, self.today)

    def withheld_kinds(self) -> tuple[str, ...]:
        """Kinds of event left out, in order, so that the page can say so."""
        return tuple(kind for kind in sorted(self.rules.withheld) if not self.shows(kind))

    def summary(self, kind: str, summary: str) -> str:
        """An event's words: "Transfer" for a transfer, whatever its details (R-SEC-1)."""
        return self.rules.only_as.get(kind, summary)

    def location(self, kind: str, location: str) -> str:
        """An event's place; empty where only a word may be shown (R-SEC-1)."""
        return "" if kind in self.rules.only_as else location

    def first_name(self, name: str) -> str:
        """A first name, or its initial in the general view (R-SEC-3)."""
        return name[:1] if self.general else name

    def number(self, prison_number: str) -> str:
        """A prison number, its start starred in the general view (R-SEC-3)."""
        if not self.general:
            return prison_number
        return "*" * self.rules.masked_characters + prison_number[self.rules.masked_characters :]

    @property
    def shows_alerts(self) -> bool:
        """Whether any alert may be on the list (R-SEC-3)."""
        return not self.general

    @property
    def shows_ticks(self) -> bool:
        """Whether the list has boxes to tick (R-SEC-3)."""
        return not self.general

    def prints_alert(self, code: str, alert_type: str = "") -> bool:
        """Whether an alert may be on a printable list (R-SEC-3, R-SEC-4)."""
        return (
            self.shows_alerts
            and alert_type not in self.rules.unprinted_alert_types
            and code not in self.rules.unprinted_alerts
        )


def _amended(rules: DisclosureRules, policy: Policy) -> DisclosureRules:
    settings = dict(policy.settings)
    merged = DisclosureRules(
        withheld={**rules.withheld, **_withheld(settings.pop("withheld", {}), policy)},
        only_as={**rules.only_as, **_words(settings.pop("onlyAs", {}), policy)},
        print_ahead=_number(settings.pop("printAhead", rules.print_ahead), policy),
        unprinted_alert_types=rules.unprinted_alert_types
        | _names(settings.pop("unprintedAlertTypes", []), policy),
        unprinted_alerts=rules.unprinted_alerts
        | _names(settings.pop("unprintedAlerts", []), policy),
        masked_characters=_number(
            settings.pop("maskedCharacters", rules.masked_characters), policy
        ),
    )
    if settings:
        raise DisclosureError(
            f"policy {policy.id}: {', '.join(sorted(settings))} not known; a disclosure has "
            "withheld, onlyAs, printAhead, unprintedAlertTypes, unprintedAlerts and "
            "maskedCharacters"
        )
    return merged


def _withheld(value: object, policy: Policy) -> dict[str, Withheld]:
    found: dict[str, Withheld] = {}
    for kind, when in _words(value, policy).items():
        try:
            found[kind] = Withheld(when)
        except ValueError:
            raise DisclosureError(
                f"policy {policy.id}: {kind} is withheld {when!r}; "
                f"it can be withheld {' or '.join(map(repr, map(str, Withheld)))}"
            ) from None
    return found


def _words(value: object, policy: Policy) -> dict[str, str]:
    if isinstance(value, Mapping) and all(isinstance(word, str) for word in value.values()):
        return {str(kind): word for kind, word in value.items()}
    raise DisclosureError(f"policy {policy.id}: expected words by kind of event, got {value!r}")


def _names(value: object, policy: Policy) -> frozenset[str]:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return frozenset(value)
    raise DisclosureError(f"policy {policy.id}: expected a list of codes, got {value!r}")


def _number(value: object, policy: Policy) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise DisclosureError(f"policy {policy.id}: expected a whole number, got {value!r}")
