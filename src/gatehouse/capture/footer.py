"""A Parquet file's own footer, held against the contract of its table."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.contracts import Column, Contract

OP, TIMESTAMP, SEQUENCE = "op", "_timestamp", "checkpoint_col"
TECHNICAL = (OP, TIMESTAMP, SEQUENCE)


class UnreadableFileError(ValueError):
    """A file that is not, or not yet, a whole Parquet file."""


@dataclass(frozen=True)
class Footer:
    """Names and types a file says it has, and how many rows."""

    schema: pa.Schema
    rows: int

    @cached_property
    def actual(self) -> dict[str, str]:
        """The file's spelling of each column, by lower-case name."""
        return {field.name.lower(): field.name for field in self.schema}

    def type_of(self, column: str) -> pa.DataType:
        """The type the file gives a column, by lower-case name."""
        kind = self.schema.field(self.actual[column]).type
        return kind.value_type if pa.types.is_dictionary(kind) else kind

    def problems(self, contract: Contract) -> list[str]:
        """Why the whole DMS file cannot be read as this table; empty when it can.

        DMS writes whole rows, so that a column left out is a change of the table or the task, not
        an empty value: read as one, it would blank or freeze that column for everybody.
        """
        return [
            *self._twice(),
            *self._missing(contract),
            *self._extra(contract),
            *self._wrong_types(contract),
        ]

    def absent(self, contract: Contract) -> tuple[str, ...]:
        """Columns of the contract that the file leaves out."""
        return tuple(c.name for c in contract.columns if c.name not in self.actual)

    def _twice(self) -> list[str]:
        names = [field.name.lower() for field in self.schema]
        return [
            f"column {name} is there {names.count(name)} times, in different letter case"
            for name in sorted({name for name in names if names.count(name) > 1})
        ]

    def _missing(self, contract: Contract) -> list[str]:
        technical = [f"technical column {n} is missing" for n in TECHNICAL if n not in self.actual]
        absent = self.absent(contract)
        if not absent:
            return technical
        return [*technical, f"DMS writes every column, but these are missing: {', '.join(absent)}"]

    def _extra(self, contract: Contract) -> list[str]:
        known = {column.name for column in contract.columns} | set(TECHNICAL)
        return [
            f"column {name} ({self.type_of(name)}) is not in the contract"
            for name in self.actual
            if name not in known
        ]

    def _wrong_types(self, contract: Contract) -> list[str]:
        wrong = [
            f"column {column.name} is {self.type_of(column.name)}, the contract says "
            f"{column.type.name}"
            for column in contract.columns
            if column.name in self.actual and not _fits(self.type_of(column.name), column)
        ]
        wrong += [
            f"technical column {name} is {self.type_of(name)}, not string"
            for name in (OP, SEQUENCE)
            if name in self.actual and not _is_text(self.type_of(name))
        ]
        if TIMESTAMP in self.actual:
            kind = self.type_of(TIMESTAMP)
            if not _is_text(kind) and not pa.types.is_timestamp(kind):
                wrong.append(f"technical column {TIMESTAMP} is {kind}, not string or timestamp")
        return wrong


def read_footer(path: Path) -> Footer:
    """Read a file's footer; `UnreadableFileError` when it has none or it is damaged.

    An `OSError` (disk, permission) is passed on: it is no fault of the data.
    """
    try:
        with pq.ParquetFile(path) as file:
            return Footer(file.schema_arrow, file.metadata.num_rows)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        detail = str(error).split("\n", 1)[0]
        raise UnreadableFileError(
            f"not a whole Parquet file ({detail}); it may still be being written, or was cut "
            "short: deliver it again under the same name"
        ) from error


def _fits(kind: pa.DataType, column: Column) -> bool:
    """Whether a file's type is the contract's, or widens to it without loss."""
    want = column.type.arrow
    if kind == want or pa.types.is_null(kind):
        return bool(kind == want or column.nullable)
    widens = (
        (pa.types.is_string(want), _is_text(kind)),
        (pa.types.is_int64(want), pa.types.is_integer(kind) and not pa.types.is_uint64(kind)),
        (pa.types.is_float64(want), pa.types.is_float32(kind) or pa.types.is_float16(kind)),
        (pa.types.is_timestamp(want), _is_local_time(kind)),
        (pa.types.is_binary(want), pa.types.is_large_binary(kind)),
        (pa.types.is_decimal(want), _fits_decimal(kind, want)),
    )
    return any(wanted and given for wanted, given in widens)


def _is_local_time(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) and kind.tz is None and kind.unit in {"s", "ms"})


def _fits_decimal(kind: pa.DataType, want: pa.DataType) -> bool:
    if not pa.types.is_decimal(want):
        return False
    if pa.types.is_decimal(kind):
        whole = kind.precision - kind.scale
        return bool(kind.scale <= want.scale and whole <= want.precision - want.scale)
    digits = {8: 3, 16: 5, 32: 10, 64: 19}
    if pa.types.is_integer(kind):
        return bool(digits[kind.bit_width] <= want.precision - want.scale)
    return False


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
