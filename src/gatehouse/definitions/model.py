"""What a data product definition says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gatehouse.access import Policy

ESTABLISHMENT = "establishment"


class FieldType(StrEnum):
    """The types of the format, 1.0.0."""

    NULL = "null"
    BOOLEAN = "boolean"
    INT = "int"
    LONG = "long"
    FLOAT = "float"
    DOUBLE = "double"
    BYTES = "bytes"
    STRING = "string"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a dataset.

    `scope` is Gatehouse's own: "establishment" marks the column whose prison id decides who may
    see the row.
    """

    name: str
    type: FieldType
    display: str = ""
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A prompt: a value the query takes as `(SELECT name FROM prompt_)`."""

    name: str
    type: FieldType
    display: str = ""
    mandatory: bool = False
    default: str | None = None
    filter_type: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Dataset:
    """A query and the columns it gives.

    `query` is the last step of a query in several phases; `earlier` holds those before it.
    """

    id: str
    name: str
    query: str
    fields: tuple[Field, ...]
    parameters: tuple[Parameter, ...] = ()
    description: str = ""
    datasource: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def scope_field(self) -> Field | None:
        """The column that decides who may see a row, if exactly one is declared."""
        declared = [field for field in self.fields if field.scope == ESTABLISHMENT]
        return declared[0] if len(declared) == 1 else None


@dataclass(frozen=True, slots=True)
class Datasource:
    """Where a dataset's query was written to run."""

    id: str
    name: str = ""
    dialect: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter on a report's column. `options` are values and the words for them."""

    type: str
    mandatory: bool = False
    interactive: bool = False
    default: str | None = None
    pattern: str | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportField:
    """A column of a report; `name` is a field of its dataset."""

    name: str
    display: str = ""
    visible: bool = True
    always_shown: bool = False
    sortable: bool = False
    default_sort: bool = False
    ascending: bool = False
    formula: str | None = None
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One way to show a dataset."""

    id: str
    name: str
    version: str
    dataset: str
    template: str
    fields: tuple[ReportField, ...]
    description: str = ""
    classification: str = ""
    render: str = "HTML"
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who made a product and what it is for."""

    version: str
    author: str = ""
    owner: str = ""
    purpose: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgiven:
    """Something out of order that was read anyway, and where in the file it is."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class Product:
    """One data product: its datasets, reports and policies."""

    id: str
    name: str
    description: str
    metadata: Metadata
    datasets: Mapping[str, Dataset]
    reports: Mapping[str, Report] = field(default_factory=dict)
    policies: tuple[Policy, ...] = ()
    datasources: Mapping[str, Datasource] = field(default_factory=dict)
    forgiven: tuple[Forgiven, ...] = ()
