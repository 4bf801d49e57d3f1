"""Turning planned files into files of the change log, and their unsound rows into faults."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from gatehouse.capture import FileReading, reading_of
from gatehouse.contracts import Contract
from gatehouse.engines.errors import without_values
from gatehouse.engines.sql import Sql, compose
from gatehouse.lake.delta import DataFile
from gatehouse.lake.faults import Fault
from gatehouse.lake.plan import Planned

# Like-shaped small files are read together, up to this many bytes and files.
_TOGETHER_BYTES = 64 * 1024 * 1024
_TOGETHER_FILES = 500
_FAULTS_AT_ONCE = 10_000


class UnreadableGroupError(RuntimeError):
    """Reading or writing failed for some files; the reason is the engine's."""

    def __init__(self, files: tuple[Planned, ...], why: str) -> None:
        super().__init__(why)
        self.files = files


class LogWriter:
    """Writes events of planned files with one engine connection."""

    def __init__(self, scratch: Path, memory: str, threads: int) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self.engine = duckdb.connect(
            config={
                "memory_limit": memory,
                "threads": threads,
                "temp_directory": str(scratch),
                # Every event says where it belongs; keeping the order of rows as well would make
                # one thread write alone, three times slower.
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self.engine.execute("SET TimeZone = 'UTC'")
        self.engine.execute("SET enable_progress_bar = false")

    def write(self, group: tuple[Planned, ...], path: Path, position: int) -> DataFile | None:
        """Write the sound rows of like-shaped files as one log file; None when there is none."""
        reading = _reading(group)
        statement = compose(
            "COPY (SELECT *, $position::BIGINT AS _position FROM ({events})) TO $path"
            " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
            events=reading.events,
        )
        rows = self._count(
            group, statement, {**reading.parameters, "position": position, "path": str(path)}
        )
        if rows == 0:
            path.unlink(missing_ok=True)
            return None
        return DataFile(path, rows, position, position)

    def faults(self, group: tuple[Planned, ...], now: datetime) -> Iterator[list[Fault]]:
        """Unsound rows of like-shaped files, some thousands at a time."""
        reading = _reading(group)
        by_name = {planned.file.name: planned for planned in group}
        try:
            cursor = self.engine.execute(reading.faults, reading.parameters)
            while rows := cursor.fetchmany(_FAULTS_AT_ONCE):
                yield [_fault(by_name[row[0]], row, now) for row in rows]
        except duckdb.Error as error:
            raise UnreadableGroupError(group, without_values(error)) from error

    def _count(
        self, group: tuple[Planned, ...], statement: Sql, parameters: dict[str, object]
    ) -> int:
        try:
            row = self.engine.execute(statement, parameters).fetchone()
        except duckdb.Error as error:
            raise UnreadableGroupError(group, without_values(error)) from error
        return int(row[0]) if row else 0


def together(files: Iterable[Planned]) -> Iterator[tuple[Planned, ...]]:
    """Group one table's files that can be read in one statement."""
    shaped = sorted(files, key=lambda planned: (str(planned.footer.schema), planned.file.name))
    for _, alike in groupby(shaped, key=lambda planned: str(planned.footer.schema)):
        group: list[Planned] = []
        size = 0
        for planned in alike:
            full = size + planned.file.size > _TOGETHER_BYTES or len(group) >= _TOGETHER_FILES
            if group and full:
                yield tuple(group)
                group, size = [], 0
            group.append(planned)
            size += planned.file.size
        yield tuple(group)


def contract_of(group: tuple[Planned, ...]) -> Contract:
    """The contract files of one table share."""
    return group[0].contract


def _reading(group: tuple[Planned, ...]) -> FileReading:
    rows = sum(planned.footer.rows for planned in group)
    files = tuple(planned.file for planned in group)
    return reading_of(files, group[0].footer, rows, contract_of(group))


def _fault(planned: Planned, row: tuple[Any, ...], now: datetime) -> Fault:
    return Fault(
        source=planned.file.source,
        table=planned.file.table,
        file=planned.file.name,
        checksum=planned.checksum,
        row=row[1],
        code=row[2],
        reason=row[3],
        contract_version=planned.contract.version,
        at=now,
        content=row[4],
        key=row[5],
        sequence=row[6],
        timestamp=row[7],
    )


def latest_time(path: Path) -> datetime:
    """The latest source time (UTC) in a log file, from its own statistics."""
    meta = pq.read_metadata(path)
    column = meta.schema.names.index("_timestamp")
    latest: datetime = max(
        meta.row_group(group).column(column).statistics.max for group in range(meta.num_row_groups)
    )
    return latest
