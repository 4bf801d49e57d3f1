"""Deciding who may see what: every rule considered, deny beats permit, unknown is deny."""

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.access import (
    Caller,
    Condition,
    Denied,
    Policy,
    Rule,
    Scope,
    decide,
    require_scope,
)

EXAMPLES = json.loads((Path(__file__).parent / "fixtures" / "policies.json").read_text("utf-8"))
READER = Policy("access", "access", (Rule("permit", (Condition(match=("${role}", "READER")),)),))


def _caller(**facts: object) -> Caller:
    roles = facts.get("roles", ["ROLE_READER"])
    caseloads = facts.get("caseloads", ["LEI", "MDI"])
    working = facts.get("working", "MDI")
    assert isinstance(roles, list)
    assert isinstance(caseloads, list)
    return Caller(
        username="MOORLAND_OFFICER",
        name="Moorland Officer",
        roles=frozenset(roles),
        caseloads=frozenset(caseloads),
        working_caseload=None if working is None else str(working),
    )


def _policy(number: int, said: dict[str, object]) -> Policy:
    rules = said["rule"]
    actions = said.get("action", [])
    assert isinstance(rules, list)
    assert isinstance(actions, list)
    return Policy(
        id=f"p{number}",
        type=str(said["type"]),
        rules=tuple(
            Rule(
                rule["effect"],
                tuple(
                    Condition(
                        match=tuple(test["match"]) if "match" in test else None,
                        exists=tuple(test["exists"]) if "exists" in test else None,
                        unknown=tuple(key for key in test if key not in ("match", "exists")),
                    )
                    for test in rule.get("condition", [])
                ),
            )
            for rule in rules
        ),
        actions=tuple(actions),
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["says"] for example in EXAMPLES])
def test_policies_decide_as_the_examples_say(example: dict[str, object]) -> None:
    said = example["policies"]
    facts = example.get("caller", {})
    assert isinstance(said, list)
    assert isinstance(facts, dict)
    policies = [_policy(number, policy) for number, policy in enumerate(said)]
    if example["sees"] == "denied":
        with pytest.raises(Denied) as denied:
            decide(_caller(**facts), policies)
        assert str(example["because"]) in denied.value.reason
    else:
        scope = decide(_caller(**facts), policies)
        assert sorted(scope.establishments) == example["sees"]


def test_a_scope_gives_its_reason_in_plain_english() -> None:
    assert decide(_caller(), [READER]).reason == (
        "You can see LEI and MDI because of your caseloads."
    )
    assert "no caseload" in decide(_caller(caseloads=[], working=None), [READER]).reason


def test_a_scope_shows_whose_it_is() -> None:
    assert repr(decide(_caller(), [READER])) == "<Scope of MOORLAND_OFFICER: LEI and MDI>"
    empty = decide(_caller(caseloads=[], working=None), [READER])
    assert repr(empty) == "<Scope of MOORLAND_OFFICER: nothing>"


def test_a_scope_refuses_a_prison_outside_it() -> None:
    scope = decide(_caller(caseloads=["MDI"]), [READER])
    scope.require("MDI")
    with pytest.raises(Denied, match="NHI is not one of your caseloads"):
        scope.require("NHI")


def test_a_column_policy_that_does_not_permit_hides_its_columns() -> None:
    policy = Policy(
        "health",
        "column-level",
        (Rule("permit", (Condition(match=("${role}", "NURSE")),)),),
        ("Diagnosis",),
    )
    assert decide(_caller(), [READER, policy]).hidden_columns == {"diagnosis"}
    nurse = _caller(roles=["READER", "NURSE"])
    assert decide(nurse, [READER, policy]).hidden_columns == frozenset()


def test_a_scope_cannot_be_made_changed_copied_or_stored() -> None:
    scope = decide(_caller(), [READER])
    with pytest.raises(TypeError, match="never by hand"):
        Scope(
            object(),  # type: ignore[arg-type]  # the type checker says no; so must the runtime
            scope.caller,
            establishments=frozenset({"NHI"}),
            hidden_columns=frozenset(),
            reason="",
        )
    with pytest.raises(AttributeError, match="cannot be changed"):
        scope.establishments = frozenset({"NHI"})
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(scope)
    with pytest.raises(TypeError, match="subclassed"):
        type("Wider", (Scope,), {})
    blank = object.__new__(Scope)
    with pytest.raises(TypeError, match="without a Scope"):
        require_scope(blank)


_ANYTHING = st.lists(st.sampled_from(["${role}", "${caseload}", "${caseloads}", "${x}", "A", "B"]))
_CONDITIONS = st.builds(
    Condition,
    match=st.none() | _ANYTHING.map(tuple),
    exists=st.none() | _ANYTHING.map(tuple),
    unknown=st.sampled_from([(), ("between",)]),
)
_RULES = st.builds(
    Rule, st.sampled_from(["permit", "deny", "perhaps"]), st.lists(_CONDITIONS).map(tuple)
)
_CALLERS = st.builds(
    Caller,
    username=st.just("U"),
    name=st.just("U"),
    roles=st.frozensets(st.sampled_from(["ROLE_A", "B", "READER"])),
    caseloads=st.frozensets(st.sampled_from(["A", "B", "MDI"])),
    working_caseload=st.none() | st.sampled_from(["A", "B", "MDI"]),
)


def _sees(caller: Caller, *policies: Policy) -> frozenset[str] | None:
    try:
        return decide(caller, policies).establishments
    except Denied:
        return None


@settings(deadline=None)
@given(caller=_CALLERS, rules=st.lists(_RULES), extra=_RULES)
def test_the_order_of_rules_does_not_matter_and_a_deny_never_opens(
    caller: Caller, rules: list[Rule], extra: Rule
) -> None:
    seen = _sees(caller, Policy("p", "access", tuple(rules)))
    assert seen == _sees(caller, Policy("p", "access", tuple(reversed(rules))))
    assert seen is None or seen == caller.caseloads
    denied = Policy("p", "access", (*rules, Rule("deny", extra.conditions)))
    assert _sees(caller, denied) in (seen, None)
    assert _sees(caller, Policy("p", "access", (*rules, Rule("deny")))) is None


@settings(deadline=None)
@given(caller=_CALLERS, rules=st.lists(_RULES), action=st.text(max_size=20))
def test_another_policy_never_widens_a_scope(
    caller: Caller, rules: list[Rule], action: str
) -> None:
    opened = Policy("open", "access", (Rule("permit"),))
    for kind in ("access", "row-level", "column-level", "masking"):
        seen = _sees(caller, opened, Policy("p", kind, tuple(rules), (action,)))
        assert seen is None or seen <= caller.caseloads
