"""The SQL that reads one or more like-shaped files as events, and as faults.

Parameters of both statements: `$files` the paths (in one list), `$epoch` the epoch.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from gatehouse.capture.event import ChangeFile
from gatehouse.capture.faults import fault, sequence, timestamp
from gatehouse.capture.footer import OP, SEQUENCE, Footer
from gatehouse.contracts import Column, Contract, Sensitivity
from gatehouse.engines.sql import Sql, compose, joined, name, names, text

_MASKED = frozenset({Sensitivity.PRIVATE, Sensitivity.CONFIDENTIAL, Sensitivity.RESTRICTED})
_SCAN = (
    "SELECT *, {fault} AS _fault FROM "
    "read_parquet($files, file_row_number = true, filename = true) AS f"
)


@dataclass(frozen=True, slots=True)
class FileReading:
    """Files of one table with one physical shape, read in one statement.

    `events` gives the sound rows as events; `faults` the others, with columns `_file`, `_row`,
    `code`, `reason`, `content` (JSON, sensitive values masked), `key` (`key_digest`), `sequence`
    and `timestamp`; the last three are NULL where they cannot be read.
    """

    files: tuple[ChangeFile, ...]
    rows: int
    events: Sql
    faults: Sql

    @property
    def parameters(self) -> dict[str, object]:
        """Values to bind in `events` and `faults`."""
        return {"files": [str(file.path) for file in self.files]}


def reading_of(
    files: tuple[ChangeFile, ...], footer: Footer, rows: int, contract: Contract
) -> FileReading:
    """How to read files that share `footer`'s shape; it must have no problems."""
    scan = compose(_SCAN, fault=fault(footer, contract))
    return FileReading(
        files, rows, _events(scan, footer, contract), _faults(scan, footer, contract)
    )


def key_digest(values: Iterable[Sql]) -> Sql:
    """A digest of a key's values, given in the types of the contract; NULL when one is NULL.

    It tells which rows have one key without keeping the key.
    """
    values = list(values)
    return compose(
        "CASE WHEN {whole} THEN sha256(to_json([{values}])::VARCHAR) END",
        whole=joined((compose("{value} IS NOT NULL", value=value) for value in values), " AND "),
        values=joined(compose("{value}::VARCHAR", value=value) for value in values),
    )


def _events(scan: Sql, footer: Footer, contract: Contract) -> Sql:
    absent = footer.absent(contract)
    missing = (
        compose(
            "CASE WHEN {op} <> 'D' THEN [{absent}] END",
            op=name(footer.actual[OP]),
            absent=joined(text(column) for column in absent),
        )
        if absent
        else Sql("NULL")
    )
    return compose(
        "SELECT {columns}, {op} AS _op, 0::BIGINT AS _epoch, coalesce({sequence}, '') AS _sequence,"
        " {moment} AS _timestamp, parse_filename(filename) AS _file,"
        " file_row_number::BIGINT AS _row, {absent}::VARCHAR[] AS _absent"
        " FROM ({scan}) AS f WHERE _fault IS NULL",
        columns=joined(_typed(column, footer) for column in contract.columns),
        op=name(footer.actual[OP]),
        sequence=name(footer.actual[SEQUENCE]),
        moment=timestamp(footer),
        absent=missing,
        scan=scan,
    )


def _faults(scan: Sql, footer: Footer, contract: Contract) -> Sql:
    shown = [_shown(column, footer) for column in contract.columns if column.name in footer.actual]
    return compose(
        "SELECT parse_filename(filename) AS _file, file_row_number::BIGINT AS _row,"
        " _fault.code AS code, _fault.reason AS reason,"
        " to_json({{'Op': {op}, {shown}}})::VARCHAR AS content,"
        " {key} AS key, {sequence} AS sequence, {moment} AS timestamp"
        " FROM ({scan}) AS f WHERE _fault IS NOT NULL",
        op=name(footer.actual[OP]),
        shown=joined(shown),
        key=key_digest(_key(footer, contract)),
        sequence=sequence(footer),
        moment=timestamp(footer),
        scan=scan,
    )


def _typed(column: Column, footer: Footer) -> Sql:
    kind = Sql(column.type.duckdb)  # from a closed list of types
    if column.name not in footer.actual:
        return compose("NULL::{kind} AS {name}", kind=kind, name=names([column.name]))
    return compose(
        "{actual}::{kind} AS {name}",
        actual=name("f", footer.actual[column.name]),
        kind=kind,
        name=name(column.name),
    )


def _key(footer: Footer, contract: Contract) -> list[Sql]:
    kinds = {column.name: Sql(column.type.duckdb) for column in contract.columns}
    return [
        compose(
            "TRY_CAST({actual} AS {kind})", actual=name("f", footer.actual[key]), kind=kinds[key]
        )
        for key in contract.key
    ]


def _shown(column: Column, footer: Footer) -> Sql:
    actual = name(footer.actual[column.name])
    template = (
        "{label}: CASE WHEN {actual} IS NOT NULL THEN '[masked]' END"
        if column.sensitivity in _MASKED
        else "{label}: {actual}::VARCHAR"
    )
    return compose(template, label=text(column.name), actual=actual)
