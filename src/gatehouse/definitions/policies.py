"""Reading the policies of a definition. What is not understood is kept, so that it denies."""

from collections.abc import Iterator

from gatehouse.access import Condition, Effect, Policy, PolicyType, Rule
from gatehouse.definitions.node import Node

_SETTINGS = "disclosure"


def read_policies(root: Node) -> tuple[Policy, ...]:
    """Every policy of a product, in order."""
    return tuple(_policy(node) for node in root.children("policy"))


def _policy(node: Node) -> Policy:
    kind = node.text("type")
    settings = node.raw(_SETTINGS)
    if settings is not None and not isinstance(settings, dict):
        raise node.fault(_SETTINGS, "expected an object of disclosure rules")
    policy = Policy(
        id=node.text("id"),
        type=PolicyType(kind) if kind in list(PolicyType) else kind,
        rules=tuple(_rule(rule) for rule in node.children("rule", required=True)),
        actions=node.texts("action"),
        name=node.optional_text("name") or "",
        settings=settings or {},
    )
    node.rest("description")
    return policy


def _rule(node: Node) -> Rule:
    effect = node.text("effect")
    rule = Rule(
        effect=Effect(effect) if effect in list(Effect) else effect,
        conditions=tuple(_conditions(node)),
    )
    node.rest()
    return rule


def _conditions(node: Node) -> Iterator[Condition]:
    for condition in node.children("condition"):
        match = condition.raw("match")
        exists = condition.raw("exists")
        yield Condition(
            match=condition.texts("match") if match is not None else None,
            exists=condition.texts("exists") if exists is not None else None,
            unknown=condition.rest(),
        )
