"""Contracts as files: one YAML file per table, `contracts/<source>/<table>.yaml`.

table: nomis.offender_alerts
version: 1
description: Alerts held about a person.
key: [offender_book_id, alert_seq]
subject: offender_book_id
retention: P7Y
columns:
  offender_book_id: {type: integer, nullable: false}
  alert_code: {type: string, nullable: false, sensitivity: confidential, description: …}
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from gatehouse.contracts.contract import (
    Column,
    Contract,
    ContractError,
    Sensitivity,
    TableName,
)
from gatehouse.contracts.types import ColumnType

_KNOWN = {"table", "version", "description", "key", "subject", "retention", "columns"}
_KNOWN_COLUMN = {"type", "nullable", "sensitivity", "description"}


def read_contract(path: Path) -> Contract:
    """Read one contract file; `ContractError` says which file, which key and what is right."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContractError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(document, dict):
        raise ContractError(f"{path}: expected a mapping with `table:`, `key:` and `columns:`")
    unknown = sorted(set(document) - _KNOWN)
    if unknown:
        raise ContractError(
            f"{path}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}"
        )
    try:
        return _contract(document)
    except KeyError as error:
        raise ContractError(f"{path}: {error.args[0]!r} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ContractError(f"{path}: {error}") from error


def _contract(document: Mapping[str, Any]) -> Contract:
    return Contract(
        name=TableName.parse(document["table"]),
        version=int(document["version"]),
        description=document.get("description", ""),
        columns=tuple(_column(name, body) for name, body in document["columns"].items()),
        key=tuple(document["key"]),
        subject=document.get("subject"),
        retention=document.get("retention", "P7Y"),
    )


def _column(name: str, body: Mapping[str, Any]) -> Column:
    unknown = sorted(set(body) - _KNOWN_COLUMN)
    if unknown:
        raise ContractError(f"column {name}: unknown keys {', '.join(unknown)}")
    if "type" not in body:
        raise ContractError(f"column {name}: `type:` is missing")
    return Column(
        name=name,
        type=ColumnType(body["type"]),
        nullable=body.get("nullable", True),
        sensitivity=Sensitivity(body.get("sensitivity", Sensitivity.INTERNAL)),
        description=body.get("description", ""),
    )


def write_contract(contract: Contract, path: Path) -> None:
    """Write a contract so that `read_contract` gives it back unchanged."""
    head: dict[str, Any] = {
        "table": str(contract.name),
        "version": contract.version,
        "description": contract.description,
        "key": list(contract.key),
    }
    if contract.subject:
        head["subject"] = contract.subject
    head["retention"] = contract.retention
    lines = [yaml.safe_dump(head, sort_keys=False, width=96, default_flow_style=None), "columns:\n"]
    lines += [f"  {column.name}: {_flow(column)}\n" for column in contract.columns]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")


def _flow(column: Column) -> str:
    body: dict[str, Any] = {"type": column.type.name}
    if not column.nullable:
        body["nullable"] = False
    if column.sensitivity is not Sensitivity.INTERNAL:
        body["sensitivity"] = str(column.sensitivity)
    if column.description:
        body["description"] = column.description
    return yaml.safe_dump(
        body, sort_keys=False, width=10_000, default_flow_style=True, allow_unicode=True
    ).strip()
