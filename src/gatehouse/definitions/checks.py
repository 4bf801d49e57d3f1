"""Strict checks for products that ship: what a lenient reader would let pass."""

from collections.abc import Iterator

from gatehouse.access import (
    DisclosureError,
    DisclosureRules,
    Policy,
    PolicyType,
    row_rule_columns,
)
from gatehouse.definitions.model import ESTABLISHMENT, Dataset, Product


def check_product(product: Product) -> tuple[str, ...]:
    """Everything that must be put right before a product ships, in words; empty when none."""
    return tuple(_problems(product))


def _problems(product: Product) -> Iterator[str]:
    for forgiven in product.forgiven:
        yield str(forgiven)
    for dataset in product.datasets.values():
        yield from _dataset_problems(dataset, product)
    if not any(policy.type == PolicyType.ACCESS for policy in product.policies):
        yield "no access policy: nobody could see it; add one that permits a role"
    for policy in product.policies:
        yield from _policy_problems(policy, product)


def _dataset_problems(dataset: Dataset, product: Product) -> Iterator[str]:
    declared = [field.name for field in dataset.fields if field.scope is not None]
    if dataset.scope_field is None or len(declared) > 1:
        yield (
            f"dataset {dataset.id}: {len(declared)} columns declare a scope; exactly one must, "
            f'with "scope": "{ESTABLISHMENT}"'
        )
    if dataset.datasource and dataset.datasource not in product.datasources:
        yield f"dataset {dataset.id}: no datasource has the id {dataset.datasource}"
    names = [parameter.name for parameter in dataset.parameters]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"dataset {dataset.id}: two prompts are named {name}"
    columns = [field.name.lower() for field in dataset.fields]
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        yield f"dataset {dataset.id}: two columns are named {name}"


def _policy_problems(policy: Policy, product: Product) -> Iterator[str]:
    if policy.type not in list(PolicyType):
        yield (
            f"policy {policy.id}: type {policy.type} is not enforced, so it would deny everyone; "
            f"use {', '.join(PolicyType)}"
        )
    if not policy.rules:
        yield f"policy {policy.id}: no rules, so it permits nobody"
    if policy.type == PolicyType.ROW_LEVEL:
        yield from _row_problems(policy, product)
    if policy.type == PolicyType.COLUMN_LEVEL:
        yield from _column_problems(policy, product)
    if policy.type == PolicyType.DISCLOSURE:
        try:
            DisclosureRules.of([policy])
        except DisclosureError as error:
            yield str(error)


def _row_problems(policy: Policy, product: Product) -> Iterator[str]:
    """A row rule speaks of prisons alone, so it must speak of the scope column."""
    for column in sorted(row_rule_columns(policy)):
        for dataset in product.datasets.values():
            scope = dataset.scope_field
            if scope is not None and scope.name.lower() != column:
                yield (
                    f"policy {policy.id}: {column} is not the scope column of dataset "
                    f"{dataset.id} ({scope.name})"
                )


def _column_problems(policy: Policy, product: Product) -> Iterator[str]:
    known = {field.name.lower() for d in product.datasets.values() for field in d.fields}
    for column in policy.actions:
        if column.lower() not in known:
            yield f"policy {policy.id}: no dataset has the column {column}"
