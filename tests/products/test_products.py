"""The products that ship: readable SQL and shipped JSON agree, and pass the strict checks."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import pytest

from gatehouse.access import DisclosureRules
from gatehouse.definitions import Products, check_product
from gatehouse.shipped import shipped

ROOT = Path(__file__).parents[2]
PRODUCTS = Products.load(shipped("products"))


def built() -> Mapping[str, str]:
    spec = importlib.util.spec_from_file_location(
        "build_products", ROOT / "scripts/build_products.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files: Mapping[str, str] = module.build()
    return files


def test_the_shipped_json_is_what_the_sql_says() -> None:
    shipped_files = {
        path.name: path.read_text(encoding="utf-8") for path in shipped("products").glob("*.json")
    }
    assert shipped_files == built(), "run scripts/build_products.py"


def test_every_product_can_be_read() -> None:
    assert PRODUCTS.faults == ()


@pytest.mark.parametrize("product_id", sorted(PRODUCTS))
def test_every_product_passes_the_strict_checks(product_id: str) -> None:
    assert check_product(PRODUCTS[product_id]) == ()


@pytest.mark.parametrize("product_id", sorted(PRODUCTS))
def test_every_dataset_is_scoped_by_prison(product_id: str) -> None:
    scoped = [dataset.scope_field for dataset in PRODUCTS[product_id].datasets.values()]
    assert {field.name for field in scoped if field} == {"prison_id"}
    assert None not in scoped


def test_r_sec_1_courts_releases_and_transfers_are_withheld_by_policy() -> None:
    rules = DisclosureRules.of(PRODUCTS["unlock-list"].policies)
    assert set(rules.withheld) == {"court", "release", "transfer"}
