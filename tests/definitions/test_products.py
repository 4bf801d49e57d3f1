"""Loading a folder of products, and the strict checks for those that ship."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gatehouse.access import Policy, Rule
from gatehouse.definitions import (
    Product,
    Products,
    UnknownProductError,
    check_product,
    read_definition,
)
from gatehouse.shipped import shipped

EXAMPLE = Path(__file__).parent / "fixtures" / "escort-list.json"
ESCORTS = read_definition(EXAMPLE).datasets["escorts"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a-broken.json").write_text("{", "utf-8")
    (tmp_path / "b-good.json").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (tmp_path / "c-again.json").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (tmp_path / "notes.txt").write_text("not a product", "utf-8")
    return tmp_path


def test_one_bad_file_hides_no_other(folder: Path) -> None:
    products = Products.load(folder)
    assert list(products) == ["escort-list"]
    assert [fault.file.name for fault in products.faults] == ["a-broken.json", "c-again.json"]
    assert 'another file has the id "escort-list"' in str(products.faults[1])


def test_an_unknown_product_names_those_there_are(folder: Path) -> None:
    products = Products.load(folder)
    assert products.get("roll") is None
    with pytest.raises(UnknownProductError) as unknown:
        products["roll"]
    assert str(unknown.value) == 'no product has the id "roll"; there are: escort-list'


def _clean(product: Product) -> Product:
    escorts = product.datasets["escorts"]
    return replace(
        product,
        datasets={"escorts": escorts},
        policies=(Policy("access", "access", (Rule("permit"),)),),
        forgiven=(),
    )


def test_a_clean_product_passes_the_strict_checks() -> None:
    assert check_product(_clean(read_definition(EXAMPLE))) == ()


def test_what_is_forgiven_is_not_to_be_shipped() -> None:
    product = read_definition(EXAMPLE)
    problems = check_product(product)
    assert {str(forgiven) for forgiven in product.forgiven} <= set(problems)
    assert any(problem.startswith("dataset phased: 0 columns declare") for problem in problems)


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (None, "no access policy"),
        (Policy("g", "geofencing", (Rule("permit"),)), "is not enforced"),
        (Policy("e", "access"), "no rules, so it permits nobody"),
        (
            Policy("r", "row-level", (Rule("permit"),), ("origin = '${caseload}'",)),
            "origin is not the scope column of dataset escorts (prison_id)",
        ),
        (Policy("c", "column-level", (Rule("permit"),), ("health",)), "no dataset has the column"),
        (
            Policy("d", "disclosure", (Rule("permit"),), settings={"hide": 1}),
            "policy d: hide not known",
        ),
    ],
)
def test_policies_that_would_not_work_are_told(policy: Policy | None, says: str) -> None:
    product = _clean(read_definition(EXAMPLE))
    held = (*product.policies, policy) if policy else ()
    (problem,) = check_product(replace(product, policies=held))
    assert says in problem


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"fields": (*ESCORTS.fields, ESCORTS.fields[0])}, "2 columns declare a scope"),
        ({"fields": (*ESCORTS.fields, ESCORTS.fields[1])}, "two columns are named people"),
        ({"parameters": ESCORTS.parameters * 2}, "two prompts are named on_date"),
        ({"datasource": "moon"}, "no datasource has the id moon"),
    ],
)
def test_datasets_that_would_not_work_are_told(change: dict[str, Any], says: str) -> None:
    product = _clean(read_definition(EXAMPLE))
    changed = replace(product, datasets={"escorts": replace(ESCORTS, **change)})
    assert says in check_product(changed)[0]


def test_every_shipped_product_passes_the_strict_checks() -> None:
    products = Products.load(shipped("products"))
    assert products
    assert products.faults == ()
    assert {name: check_product(product) for name, product in products.items()} == dict.fromkeys(
        products, ()
    )
