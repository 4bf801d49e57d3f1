"""The contract of one source table."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pyarrow as pa

from gatehouse.contracts.types import ColumnType

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class ContractError(ValueError):
    """A contract that cannot be used, with the file or table and what to mend."""


class Sensitivity(StrEnum):
    """How much harm a column can do in the wrong hands, least first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True, order=True)
class TableName:
    """A table and the source it comes from; written `nomis.offender_alerts`."""

    source: str
    table: str

    def __post_init__(self) -> None:
        for part in (self.source, self.table):
            if not _NAME.fullmatch(part):
                raise ContractError(
                    f"{part!r} is not a usable name: lower-case letters, digits and underscores, "
                    "starting with a letter"
                )

    def __str__(self) -> str:
        return f"{self.source}.{self.table}"

    @classmethod
    def parse(cls, text: str) -> "TableName":
        """Read `source.table`."""
        source, dot, table = text.partition(".")
        if not dot:
            raise ContractError(f"{text!r}: write the source too, like nomis.offenders")
        return cls(source, table)


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `nullable` says whether an insert or update may leave it empty."""

    name: str
    type: ColumnType
    nullable: bool = True
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    description: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ContractError(f"{self.name!r} is not a usable column name")


@dataclass(frozen=True)
class Contract:
    """One table's shape and duties.

    `key` names the columns that identify a row (never empty). `subject` is the column that
    leads to the person a row is about, if there is one. `retention` is how long history is
    kept, as an ISO 8601 period such as `P7Y`.
    """

    name: TableName
    version: int
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    subject: str | None = None
    retention: str = "P7Y"

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ContractError(f"{self.name}: declared twice: {', '.join(twice)}")
        if not self.key:
            raise ContractError(
                f"{self.name} has no key; name the columns that identify a row under `key:`"
            )
        for column in (*self.key, *([self.subject] if self.subject else [])):
            if column not in names:
                raise ContractError(
                    f"{self.name}: {column!r} is named as key or subject but is not a column"
                )

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; `KeyError` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Columns that an insert or update must fill: the key and everything not nullable."""
        return tuple(c.name for c in self.columns if not c.nullable or c.name in self.key)

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The table's columns as an Arrow schema, nullable throughout (a delete fills few)."""
        return pa.schema([(column.name, column.type.arrow) for column in self.columns])
