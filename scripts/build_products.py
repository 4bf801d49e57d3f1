"""Write the shipped data products (products/*.json) from readable SQL (products/source).

The format is data product definition 1.0.0. Run it after editing the SQL; a test fails when the
two disagree.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

PRODUCTS = Path(__file__).parents[1] / "products"
ROLE = "ROLE_PRISONS_REPORTING_USER"
DATASOURCE = "gatehouse"
# R-SEC: what a list may say before the day, and the one word a transfer may be shown as.
DISCLOSURE = {
    "withheld": {"court": "after today", "release": "after today", "transfer": "unless today"},
    "onlyAs": {"transfer": "Transfer"},
    "printAhead": 2,
    "unprintedAlertTypes": ["D"],
}


def build(products: Path = PRODUCTS) -> dict[str, str]:
    """The text of each product file, by file name."""
    source = products / "source"
    manifest = yaml.safe_load((source / "products.yaml").read_text(encoding="utf-8"))
    prompts = [
        _prompt(index, name, *about)
        for index, (name, about) in enumerate(manifest["prompts"].items())
    ]
    return {
        f"{product_id}.json": json.dumps(
            _product(product_id, about, manifest["datasets"], prompts, source),
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
        for product_id, about in manifest["products"].items()
    }


def _product(
    product_id: str,
    about: Mapping[str, Any],
    datasets: Mapping[str, Any],
    prompts: list[dict[str, Any]],
    source: Path,
) -> dict[str, Any]:
    return {
        "id": product_id,
        "name": about["name"],
        "description": about["description"],
        "metadata": {
            "author": "Gatehouse",
            "owner": "Gatehouse",
            "version": about["version"],
            "purpose": about["purpose"],
        },
        "datasource": [{"id": DATASOURCE, "name": DATASOURCE}],
        "dataset": [_dataset(name, datasets[name], prompts, source) for name in about["datasets"]],
        "policy": [
            {
                "id": "access",
                "type": "access",
                "rule": [
                    {"effect": "permit", "condition": [{"match": ["${role}", ROLE]}]},
                ],
            },
            {
                "id": "disclosure",
                "type": "disclosure",
                "rule": [{"effect": "permit", "condition": [{"match": ["${role}", ROLE]}]}],
                "disclosure": DISCLOSURE,
            },
        ],
        "report": [_report(report, about["version"], datasets) for report in about["reports"]],
    }


def _dataset(
    name: str, about: Mapping[str, Any], prompts: list[dict[str, Any]], source: Path
) -> dict[str, Any]:
    query = (source / f"{name}.sql").read_text(encoding="utf-8").strip()
    return {
        "id": name,
        "name": about["name"],
        "datasource": DATASOURCE,
        "query": query,
        "schema": {"field": [_field(field, kind) for field, kind in about["fields"].items()]},
        "parameters": [prompt for prompt in prompts if f"{prompt['name']} FROM prompt_" in query],
    }


def _field(name: str, about: str | list[str]) -> dict[str, Any]:
    kind, display = about if isinstance(about, list) else (about, "")
    field = {"name": name, "type": kind, "display": display}
    return field | {"scope": "establishment"} if name == "prison_id" else field


def _prompt(index: int, name: str, kind: str, display: str) -> dict[str, Any]:
    return {
        "index": index,
        "name": name,
        "display": display,
        "reportFieldType": kind,
        "mandatory": "true",
    }


def _report(about: Mapping[str, Any], version: str, datasets: Mapping[str, Any]) -> dict[str, Any]:
    known = datasets[about["dataset"]]["fields"]
    return {
        "id": about["id"],
        "name": about["name"],
        "version": version,
        "dataset": f"$ref:{about['dataset']}",
        "render": "HTML",
        "classification": "OFFICIAL-SENSITIVE",
        "specification": {
            "template": "list",
            "field": [
                {"name": f"$ref:{name}", "display": known[name][1], "visible": "true"}
                for name in about["fields"]
            ],
        },
    }


def main() -> None:
    """Write the files that differ, and say which."""
    for name, text in build().items():
        path = PRODUCTS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main()
