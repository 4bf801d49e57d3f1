"""Column types: the few that operational databases need, with their Arrow and DuckDB twins."""

import re
from dataclasses import dataclass

import pyarrow as pa

_SIMPLE: dict[str, tuple[pa.DataType, str]] = {
    "string": (pa.string(), "VARCHAR"),
    "integer": (pa.int64(), "BIGINT"),
    "double": (pa.float64(), "DOUBLE"),
    "boolean": (pa.bool_(), "BOOLEAN"),
    "date": (pa.date32(), "DATE"),
    # Microseconds, no zone: NOMIS keeps local time (Europe/London).
    "timestamp": (pa.timestamp("us"), "TIMESTAMP"),
    "bytes": (pa.binary(), "BLOB"),
}
_DECIMAL = re.compile(r"decimal\((\d{1,2}),\s*(\d{1,2})\)")
_MAX_PRECISION = 38


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type as a contract writes it: `string`, `integer`, `decimal(11,2)`, `timestamp` …"""

    name: str

    def __post_init__(self) -> None:
        if self.name in _SIMPLE:
            return
        match = _DECIMAL.fullmatch(self.name)
        if not match:
            known = ", ".join([*_SIMPLE, "decimal(precision,scale)"])
            raise ValueError(f"unknown type {self.name!r}; a contract may use: {known}")
        precision, scale = int(match[1]), int(match[2])
        if not 1 <= precision <= _MAX_PRECISION or scale > precision:
            raise ValueError(
                f"{self.name!r}: precision must be 1 to {_MAX_PRECISION} and not less than scale"
            )

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type in which values travel and are stored."""
        if self.name in _SIMPLE:
            return _SIMPLE[self.name][0]
        precision, scale = self._decimal()
        return pa.decimal128(precision, scale)

    @property
    def duckdb(self) -> str:
        """The type's name in DuckDB DDL."""
        if self.name in _SIMPLE:
            return _SIMPLE[self.name][1]
        precision, scale = self._decimal()
        return f"DECIMAL({precision},{scale})"

    def _decimal(self) -> tuple[int, int]:
        match = _DECIMAL.fullmatch(self.name)
        if match is None:
            raise ValueError(f"{self.name!r} is not a decimal type")
        return int(match[1]), int(match[2])
