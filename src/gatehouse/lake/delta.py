"""Delta tables as the lake uses them: append files we wrote, know what was committed.

Data files are written by our engine and committed through delta-rs with the lake's position as
an application transaction, so that a position is in a table either wholly or not at all, and a
writer that starts again sees which.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction

_APP = "gatehouse"
_CONFIGURATION: Mapping[str, str | None] = {
    "delta.checkpointInterval": "50",
    "delta.logRetentionDuration": "interval 5 minutes",
    "delta.enableExpiredLogCleanup": "true",
    # Otherwise only the first 32 columns have statistics, and a follower needs this one.
    "delta.dataSkippingStatsColumns": "_position",
}
_COMPACT_TO = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file standing in a table's folder, and the positions its rows carry."""

    path: Path
    rows: int
    first: int
    last: int


class DeltaStore:
    """One Delta table of the lake, as its one writer sees it."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.schema = schema
        if DeltaTable.is_deltatable(str(path)):
            self._table = DeltaTable(str(path))
            self._widen(schema)
        else:
            self._table = DeltaTable.create(
                str(path), schema=Schema.from_arrow(schema), configuration=_CONFIGURATION
            )

    @property
    def version(self) -> int:
        """The version this writer last committed or saw."""
        return self._table.version()

    @property
    def position(self) -> int:
        """The last position committed here; 0 when there is none."""
        return self._table.transaction_version(_APP) or 0

    def files(self) -> list[DataFile]:
        """The files that make up the table now."""
        return data_files(self._table)

    def rows(self) -> pa.Table:
        """All rows of a small table, in order of position."""
        return small_rows(self.files(), self.schema)

    def name(self, position: int, part: int) -> Path:
        """Where a data file of a position goes: the same again when a crashed write is redone."""
        return self.path / f"{position:012d}-{part:04d}.parquet"

    def append(self, files: Sequence[DataFile], position: int, *, replace: bool = False) -> None:
        """Commit files and the position in one transaction; `replace` drops what was there."""
        self._table.create_write_transaction(
            [_added(file) for file in files],
            mode="overwrite" if replace else "append",
            schema=self._table.schema(),
            commit_properties=CommitProperties(app_transactions=[Transaction(_APP, position)]),
        )
        self._table.update_incremental()

    def append_rows(self, rows: pa.Table, position: int) -> None:
        """Write a few rows as one file and commit them with the position."""
        path = self.path / f"{position:012d}-{time.time_ns():x}.parquet"
        pq.write_table(rows, path)
        self.append([DataFile(path, rows.num_rows, position, position)], position)

    def compact(self, keep: timedelta) -> None:
        """Join small files, fold the table's own log, and drop files unused for longer than `keep`.

        Rows stay as they are. A reader on an older version has `keep` to finish.
        """
        self._table.optimize.compact(target_size=_COMPACT_TO)
        self._table.update_incremental()
        self._table.create_checkpoint()
        self._table.cleanup_metadata()
        self._table.vacuum(
            retention_hours=keep // timedelta(hours=1),
            enforce_retention_duration=False,
            dry_run=False,
        )
        self._table.update_incremental()

    def _widen(self, schema: pa.Schema) -> None:
        have = {field.name for field in self._table.schema().fields}
        new = [field for field in Schema.from_arrow(schema).fields if field.name not in have]
        if new:
            self._table.alter.add_columns(new)
            self._table.update_incremental()


class DeltaView:
    """One Delta table of the lake, as a follower sees it; it may not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._table: DeltaTable | None = None

    def refresh(self) -> bool:
        """Catch up with the writer; False while there is no table."""
        if self._table is None:
            if not DeltaTable.is_deltatable(str(self.path)):
                return False
            self._table = DeltaTable(str(self.path))
            return True
        try:
            self._table.update_incremental()
        except DeltaError:
            # The log was cleaned up beyond where this follower stood.
            self._table = DeltaTable(str(self.path))
        return True

    @property
    def identity(self) -> str:
        """The table's own id, made when it was created; empty while there is no table."""
        return str(self._table.metadata().id) if self._table else ""

    @property
    def position(self) -> int:
        """The last position committed; 0 while there is none."""
        return (self._table.transaction_version(_APP) or 0) if self._table else 0

    def rows(self, schema: pa.Schema, after: int = 0) -> pa.Table:
        """Rows of a small table with a position greater than `after`."""
        rows = small_rows(self.files(after), schema)
        return rows.filter(pc.field("_position") > after)

    def files(self, after: int = 0) -> list[DataFile]:
        """Files that hold a row of a position greater than `after`."""
        if self._table is None:
            return []
        return [file for file in data_files(self._table) if file.last > after]


def data_files(table: DeltaTable) -> list[DataFile]:
    """The files of a table's current version, in order of position."""
    actions = pa.table(table.get_add_actions(flatten=True))
    if not actions.num_rows:
        return []
    columns = actions.select(["path", "num_records", "min._position", "max._position"])
    root = Path(table.table_uri.removeprefix("file://"))
    files = [
        DataFile(root / path, rows, first, last)
        for path, rows, first, last in zip(*(c.to_pylist() for c in columns.columns), strict=True)
    ]
    return sorted(files, key=lambda file: (file.first, file.path))


def small_rows(files: Sequence[DataFile], schema: pa.Schema) -> pa.Table:
    """The rows of a small table's files, in order of position."""
    parts = [pq.read_table(file.path, schema=schema) for file in files]
    table = pa.concat_tables(parts) if parts else schema.empty_table()
    return table.sort_by("_position")


def _added(file: DataFile) -> AddAction:
    seen = file.path.stat()
    return AddAction(
        path=file.path.name,
        size=seen.st_size,
        partition_values={},
        modification_time=seen.st_mtime_ns // 1_000_000,
        data_change=True,
        stats=json.dumps(
            {
                "numRecords": file.rows,
                "minValues": {"_position": file.first},
                "maxValues": {"_position": file.last},
                "nullCount": {"_position": 0},
            }
        ),
    )
