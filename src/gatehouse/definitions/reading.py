"""Reading a data product definition, format 1.0.0, as leniently as the format is used.

Out of order but harmless is read and told in `Product.forgiven`; what cannot be read is a
`DefinitionError` that says where it is and what would be right.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from gatehouse.definitions.model import (
    Dataset,
    Datasource,
    Field,
    FieldType,
    Metadata,
    Parameter,
    Product,
)
from gatehouse.definitions.node import DefinitionError, Node, Reading
from gatehouse.definitions.policies import read_policies
from gatehouse.definitions.reports import read_reports

FORMAT = "1.0.0"

_Known = TypeVar("_Known", Dataset, Datasource)


def read_definition(path: Path) -> Product:
    """The product in a file. Raises `DefinitionError`, also when the file is not JSON."""
    reading = Reading(path)
    root = Node(_parse(path), "$", reading)
    version = root.optional_text("schemaversion")
    if version not in (None, FORMAT):
        raise root.fault("schemaversion", f"version {version} cannot be read; {FORMAT} can")
    sources = _by_id(root, "datasource", [_datasource(n) for n in root.children("datasource")])
    datasets = _by_id(
        root, "dataset", [_dataset(node) for node in root.children("dataset", required=True)]
    )
    product = Product(
        id=root.text("id"),
        name=root.text("name"),
        description=root.optional_text("description") or "",
        metadata=_metadata(root.child("metadata")),
        datasets=datasets,
        reports=read_reports(root, datasets),
        policies=read_policies(root),
        datasources=sources,
    )
    root.rest("errors", "scheduled", "path")
    return replace(product, forgiven=tuple(reading.forgiven))


def _parse(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DefinitionError(path, where, f"this is not JSON: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise DefinitionError(path, f"byte {error.start}", "the file is not UTF-8") from None
    except OSError as error:
        raise DefinitionError(path, "$", f"the file cannot be read: {error.strerror}") from None


def _by_id(root: Node, key: str, items: Iterable[_Known]) -> Mapping[str, _Known]:
    found: dict[str, _Known] = {}
    for item in items:
        if item.id in found:
            raise root.fault(key, f'two have the id "{item.id}"; give each its own')
        found[item.id] = item
    return found


def _metadata(node: Node) -> Metadata:
    metadata = Metadata(
        version=node.text("version"),
        author=node.optional_text("author") or "",
        owner=node.optional_text("owner") or "",
        purpose=node.optional_text("purpose") or "",
        tags=node.texts("tags"),
    )
    node.rest("profile")
    return metadata


def _datasource(node: Node) -> Datasource:
    source = Datasource(
        id=node.text("id"),
        name=node.optional_text("name") or "",
        dialect=node.optional_text("dialect") or "",
        connection=node.optional_text("connection") or "",
    )
    node.rest("database", "catalog")
    return source


def _dataset(node: Node) -> Dataset:
    queries, parameters = _queries(node)
    schema = node.child("schema")
    dataset = Dataset(
        id=node.text("id"),
        name=node.text("name"),
        query=queries[-1],
        fields=tuple(_field(field) for field in schema.children("field", required=True)),
        parameters=parameters,
        description=node.optional_text("description") or "",
        datasource=(node.optional_text("datasource") or "").removeprefix("$ref:"),
        earlier=queries[:-1],
    )
    schema.rest()
    node.rest("schedule")
    return dataset


def _queries(node: Node) -> tuple[tuple[str, ...], tuple[Parameter, ...]]:
    """The steps of a query, and its prompts: those of the steps when there are several."""
    declared = tuple(_parameter(parameter) for parameter in node.children("parameters"))
    if not isinstance(node.raw("query"), list):
        return (node.text("query"),), declared
    phases = sorted(node.children("query"), key=lambda phase: phase.number("index"))
    if not phases:
        raise node.fault("query", "the list is empty; add a query")
    prompts: dict[str, Parameter] = {}
    for phase in phases:
        for parameter in phase.children("parameters"):
            read = _parameter(parameter)
            prompts.setdefault(read.name, read)
    texts = tuple(phase.text("query") for phase in phases)
    for phase in phases:
        phase.rest("datasource")
    return texts, declared if len(phases) == 1 else tuple(prompts.values())


def _field(node: Node) -> Field:
    field = Field(
        name=node.reference("name"),
        type=node.one_of("type", FieldType, FieldType.STRING),
        display=node.optional_text("display") or "",
        scope=node.optional_text("scope"),
    )
    node.rest(
        "index",
        "description",
        "glossaryindex",
        "piiindex",
        "sensitivity",
        "alias",
        "tags",
        "filter",
    )
    return field


def _parameter(node: Node) -> Parameter:
    parameter = Parameter(
        name=node.text("name"),
        type=node.one_of("reportFieldType", FieldType, FieldType.STRING),
        display=node.optional_text("display") or "",
        mandatory=node.flag("mandatory", quoted=True),  # the format writes it so
        default=node.optional_text("default"),
        filter_type=(node.optional_text("filterType") or "").lower(),
        index=node.number("index"),
    )
    node.rest("description", "referenceType")
    return parameter
