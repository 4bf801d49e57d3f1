"""Policies of a data product: rules that permit or deny, and what they do to the rows.

A rule holds when all its conditions do. Every rule of a policy is considered, and deny beats
permit. A condition that cannot be understood is neither true nor false: it satisfies no permit
and triggers every deny, so that what is unknown is denied.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gatehouse.access.caller import Caller

_VARIABLE = re.compile(r"\$\{\w*\}")


class PolicyType(StrEnum):
    """What a policy governs; only these are enforced, and any other type denies."""

    ACCESS = "access"
    ROW_LEVEL = "row-level"
    COLUMN_LEVEL = "column-level"
    DISCLOSURE = "disclosure"


class Effect(StrEnum):
    """What a rule does when it holds."""

    PERMIT = "permit"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a caller.

    `match`: the first value equals one of the others; with `${role}` among them, the caller
    holds one of them as a role. `exists`: the caller has every value named. `unknown` are kinds
    of test that are not understood.
    """

    match: tuple[str, ...] | None = None
    exists: tuple[str, ...] | None = None
    unknown: tuple[str, ...] = ()

    def holds(self, caller: Caller) -> bool | None:
        """True, False, or None when it cannot be told."""
        answers: list[bool | None] = [None] if self.unknown else []
        if self.match is not None:
            answers.append(_matches(self.match, caller))
        if self.exists is not None:
            answers.append(_all(_exists(value, caller) for value in self.exists))
        return _all(answers) if answers else None


@dataclass(frozen=True, slots=True)
class Rule:
    """An effect, and the conditions that must all hold for it. None at all always hold."""

    effect: Effect | str
    conditions: tuple[Condition, ...] = ()

    def holds(self, caller: Caller) -> bool | None:
        """True, False, or None when it cannot be told."""
        return _all(condition.holds(caller) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. `type` is a `PolicyType`, or the text of a type that is not enforced.

    `actions` are, by type, predicates over rows or names of columns; `settings` carries what a
    policy of type disclosure says.
    """

    id: str
    type: PolicyType | str
    rules: tuple[Rule, ...] = ()
    actions: tuple[str, ...] = ()
    name: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)

    def refusal(self, caller: Caller) -> str | None:
        """Why this policy does not permit the caller, in words; None when it does."""
        permitted = False
        for rule in self.rules:
            holds = rule.holds(caller)
            if rule.effect == Effect.PERMIT:
                permitted = permitted or holds is True
            elif rule.effect == Effect.DENY:
                if holds is not False:
                    return f"policy {self.id} denies it"
            else:
                return f"policy {self.id} has an effect that is not understood ({rule.effect})"
        return None if permitted else f"policy {self.id} does not permit it{self._wanted()}"

    def _wanted(self) -> str:
        roles = {
            value.removeprefix("ROLE_")
            for rule in self.rules
            if rule.effect == Effect.PERMIT
            for condition in rule.conditions
            if condition.match and "${role}" in condition.match
            for value in condition.match
            if value != "${role}"
        }
        return f"; it needs the role {' or '.join(sorted(roles))}" if roles else ""


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Whether all are true: false as soon as one is, else unknown as soon as one is."""
    seen = list(answers)
    return False if False in seen else None if None in seen else True


def _matches(values: tuple[str, ...], caller: Caller) -> bool | None:
    if "${role}" in values:
        return any(caller.has_role(value) for value in values if value != "${role}")
    if not values:
        return False
    first, others = values[0], set(values[1:])
    if first == "${caseload}":
        return caller.working_caseload in others
    if first == "${caseloads}":
        return bool(caller.caseloads & others)
    if _VARIABLE.search(first):
        return None
    return first in others


def _exists(value: str, caller: Caller) -> bool | None:
    known: Mapping[str, bool] = {
        "${token}": True,  # a caller is always someone signed in
        "${role}": bool(caller.roles),
        "${caseload}": caller.working_caseload is not None,
        "${caseloads}": bool(caller.caseloads),
    }
    return known.get(value)
