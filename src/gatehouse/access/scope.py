"""Scope: proof that someone may see something, and where its bounds are.

Only `decide` can make one. A query does not run without it.
"""

import re
from collections.abc import Iterable
from typing import Final, NoReturn, final

from gatehouse.access.caller import Caller
from gatehouse.access.policies import Policy, PolicyType

_ROW_RULE = re.compile(
    r"""\s*(?P<column>\w+)\s*
    (?:=\s*'?(?P<one>\$\{caseload\})'?|IN\s*\(\s*(?P<all>\$\{caseloads\})\s*\))\s*""",
    re.IGNORECASE | re.VERBOSE,
)


class Denied(Exception):  # noqa: N818 - an answer, not a fault
    """The answer is no. `reason` says why in plain English, and is safe to show."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@final
class _Decision:
    """Held by `decide` alone; without it no scope can be made."""

    __slots__ = ()


_DECISION: Final = _Decision()


@final
class Scope:
    """What one caller may see of one product. Cannot be made or changed by hand.

    `establishments` are ids of prisons; with none, every answer is empty. `hidden_columns` are
    left blank. `reason` says in plain English why it is so.
    """

    __slots__ = ("_decision", "caller", "establishments", "hidden_columns", "reason")

    caller: Caller
    establishments: frozenset[str]
    hidden_columns: frozenset[str]
    reason: str

    def __init__(
        self,
        decision: _Decision,
        caller: Caller,
        *,
        establishments: frozenset[str],
        hidden_columns: frozenset[str],
        reason: str,
    ) -> None:
        if decision is not _DECISION:
            raise TypeError("a Scope is made by access.decide(caller, policies), never by hand")
        for name, value in (
            ("_decision", decision),
            ("caller", caller),
            ("establishments", establishments),
            ("hidden_columns", hidden_columns),
            ("reason", reason),
        ):
            object.__setattr__(self, name, value)

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("Scope cannot be subclassed; use access.decide(caller, policies)")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Scope cannot be changed ({name}); ask access.decide for another")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Scope cannot be copied or stored; ask access.decide again")

    def __repr__(self) -> str:
        return f"<Scope of {self.caller.username}: {_listed(self.establishments) or 'nothing'}>"

    def require(self, prison_id: str) -> None:
        """Raise `Denied` unless this prison is within the scope."""
        if prison_id not in self.establishments:
            raise Denied(f"{prison_id} is not one of your caseloads, so it cannot be shown to you.")


def require_scope(scope: object) -> Scope:
    """The scope, if it is one that `decide` made; `TypeError` for anything else."""
    if isinstance(scope, Scope) and getattr(scope, "_decision", None) is _DECISION:
        return scope
    raise TypeError("nothing runs without a Scope; make one with access.decide(caller, policies)")


def decide(caller: Caller, policies: Iterable[Policy]) -> Scope:
    """What a caller may see of the product that carries these policies.

    Every policy is considered. Without an access policy nobody may see anything; each access
    policy must permit; a policy that cannot be enforced denies. Row-level policies narrow the
    caller's establishments, and one that does not permit leaves none. Raises `Denied`.
    """
    held = tuple(policies)
    _authorise(caller, held)
    establishments = caller.caseloads
    for policy in held:
        if policy.type == PolicyType.ROW_LEVEL:
            establishments &= _rows_of(policy, caller)
    hidden = frozenset(
        column.lower()
        for policy in held
        if policy.type == PolicyType.COLUMN_LEVEL and policy.refusal(caller)
        for column in policy.actions
    )
    return Scope(
        _DECISION,
        caller,
        establishments=establishments,
        hidden_columns=hidden,
        reason=_reason(establishments, hidden),
    )


def row_rule_columns(policy: Policy) -> frozenset[str]:
    """The columns that a row-level policy's predicates speak of, lower case."""
    matches = (_ROW_RULE.fullmatch(action) for action in policy.actions)
    return frozenset(match["column"].lower() for match in matches if match)


def _authorise(caller: Caller, policies: tuple[Policy, ...]) -> None:
    for policy in policies:
        if policy.type not in list(PolicyType):
            raise Denied(
                f"This report cannot be shown: its policy {policy.id} is of a type that "
                f"Gatehouse does not enforce ({policy.type})."
            )
    access = [policy for policy in policies if policy.type == PolicyType.ACCESS]
    if not access:
        raise Denied("This report cannot be shown to anyone: it has no access policy.")
    for policy in access:
        if refusal := policy.refusal(caller):
            raise Denied(f"You cannot see this report: {refusal}.")


def _rows_of(policy: Policy, caller: Caller) -> frozenset[str]:
    """The prisons that one row-level policy leaves; what is not understood leaves none."""
    if policy.refusal(caller):
        return frozenset()
    left = caller.caseloads
    for action in policy.actions:
        left &= _rows_of_action(action, caller)
    return left


def _rows_of_action(action: str, caller: Caller) -> frozenset[str]:
    if action.strip().upper() == "TRUE":
        return caller.caseloads
    match = _ROW_RULE.fullmatch(action)
    if match is None:
        return frozenset()
    if match["one"] is None:
        return caller.caseloads
    return frozenset([caller.working_caseload] if caller.working_caseload else [])


def _reason(establishments: frozenset[str], hidden: frozenset[str]) -> str:
    if not establishments:
        return "You can open this report, but no caseload of yours lets you see anybody in it."
    reason = f"You can see {_listed(establishments)} because of your caseloads."
    return f"{reason} Some columns are left blank for you." if hidden else reason


def _listed(names: frozenset[str]) -> str:
    *most, last = sorted(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
