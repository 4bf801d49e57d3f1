"""The full load: `LOAD*.parquet` files of every table, as change capture writes them.

Rows may come one by one or as whole Arrow tables; files are streamed and split, so memory stays
bounded however large the estate is.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.contracts import Catalogue, Contract, TableName
from gatehouse.estate.london import stamp, utc

# Rows become columns soon, since Python rows are large, and go to the file in large groups.
_ROWS_TO_COLUMNS = 2_000
_ROWS_AT_ONCE = 200_000
_ROWS_A_FILE = 1_000_000
_BYTES_A_FILE = 120_000_000
ENVELOPE = (("Op", pa.string()), ("_timestamp", pa.string()), ("checkpoint_col", pa.string()))


class LoadError(ValueError):
    """Rows that do not fit their contract."""


class Rows(Protocol):
    """Whatever takes rows one by one: a full load, or the changes of a moment."""

    def add(self, table: str, **values: object) -> None:
        """Add one row; columns not given are empty."""


class _Table:
    """The files of one table."""

    def __init__(self, folder: Path, contract: Contract, transferred: str) -> None:
        self.rows = 0
        self._folder = folder / contract.name.table
        self._contract = contract
        self._transferred = transferred
        self._schema = pa.schema(
            [*ENVELOPE, *((c.name.upper(), c.type.arrow) for c in contract.columns)]
        )
        self._files = 0
        self._in_file = 0
        self._waiting: list[pa.Table] = []
        self._sink: Any = None
        self._writer: pq.ParquetWriter | None = None

    def write(self, data: pa.Table) -> None:
        """Take columns; they go to a file once there are enough of them."""
        self._waiting.append(data)
        if sum(chunk.num_rows for chunk in self._waiting) >= _ROWS_AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Write what waits and finish the file."""
        if self._waiting:
            self._flush()
        self._finish()

    def _flush(self) -> None:
        data = pa.concat_tables(self._waiting, promote_options="default")
        self._waiting = []
        if data.num_rows == 0:
            return
        whole = self._whole(data)
        if self._writer is None:
            self._open()
        if self._writer is not None:
            self._writer.write_table(whole)
        self.rows += whole.num_rows
        self._in_file += whole.num_rows
        if self._in_file >= _ROWS_A_FILE or self._sink.tell() >= _BYTES_A_FILE:
            self._finish()

    def _finish(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._sink.close()
        self._writer, self._in_file = None, 0

    def _open(self) -> None:
        self._files += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sink = pa.OSFile(str(self._folder / f"LOAD{self._files:08X}.parquet"), "wb")
        self._writer = pq.ParquetWriter(self._sink, self._schema)

    def _whole(self, data: pa.Table) -> pa.Table:
        count = data.num_rows
        unknown = sorted(set(data.column_names) - set(self._contract.column_names))
        if unknown:
            raise LoadError(f"{self._contract.name} has no column {', '.join(unknown)}")
        values = [
            pa.repeat("I", count),
            pa.repeat(self._transferred, count),
            pa.repeat("", count),
        ]
        for column in self._contract.columns:
            if column.name in data.column_names:
                values.append(data[column.name].cast(column.type.arrow))
            else:
                values.append(pa.nulls(count, column.type.arrow))
        whole = pa.Table.from_arrays(values, schema=self._schema)
        for name in self._contract.required:
            if whole[name.upper()].null_count:
                raise LoadError(f"{self._contract.name}: {name} is empty in some rows; fill it")
        return whole


class Loads:
    """Every table's load under `<out>/nomis`; `now` is the local moment of the transfer."""

    def __init__(self, out: Path, catalogue: Catalogue, now: datetime) -> None:
        self._folder = out / "nomis"
        self._catalogue = catalogue
        self._transferred = stamp(utc(now))
        self._created = now
        self._tables: dict[str, _Table] = {}
        self._pending: dict[str, list[Mapping[str, Any]]] = defaultdict(list)

    def add(self, table: str, **values: object) -> None:
        """Add one row; columns not given are empty, the audit columns have defaults."""
        rows = self._pending[table]
        rows.append(values)
        if len(rows) >= _ROWS_TO_COLUMNS:
            self._columns(table)

    def write(self, table: str, data: pa.Table) -> None:
        """Add whole columns, named as in the contract."""
        self._table(table).write(_audited(data, self._created))

    def close(self) -> dict[str, int]:
        """Finish every file; gives the number of rows by table."""
        for table in list(self._pending):
            self._columns(table)
        for files in self._tables.values():
            files.close()
        return {name: table.rows for name, table in sorted(self._tables.items())}

    def _columns(self, table: str) -> None:
        rows = self._pending.pop(table, [])
        if not rows:
            return
        contract = self._catalogue[TableName("nomis", table)]
        used = set().union(*rows)
        unknown = sorted(used - set(contract.column_names))
        if unknown:
            raise LoadError(f"{contract.name} has no column {', '.join(unknown)}")
        columns = {
            column.name: pa.array([row.get(column.name) for row in rows], column.type.arrow)
            for column in contract.columns
            if column.name in used
        }
        self._table(table).write(_audited(pa.table(columns), self._created))

    def _table(self, name: str) -> _Table:
        if name not in self._tables:
            contract = self._catalogue[TableName("nomis", name)]
            self._tables[name] = _Table(self._folder, contract, self._transferred)
        return self._tables[name]


def _audited(data: pa.Table, created: datetime) -> pa.Table:
    """Fill CREATE_DATETIME and CREATE_USER_ID where the maker of a row did not care."""
    defaults = {"create_datetime": created, "create_user_id": "ESTATE"}
    for name, value in defaults.items():
        kind = pa.timestamp("us") if name == "create_datetime" else pa.string()
        if name not in data.column_names:
            data = data.append_column(name, pa.repeat(pa.scalar(value, kind), data.num_rows))
        elif data[name].null_count:
            filled = data[name].fill_null(pa.scalar(value, kind))
            data = data.set_column(data.column_names.index(name), name, filled)
    return data
