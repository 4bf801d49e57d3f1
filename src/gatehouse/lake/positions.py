"""Writing planned files as one whole position of the lake.

Each step is durable before the next:

1. for each table, faults to quarantine, then events to its log, with the position in the same
   Delta transaction;
2. commits: the position happened;
3. ledger: the files are `applied`;
4. closings: faults that the new events supersede.

Writing a position again after a crash leaves logs that already hold it alone.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq

from gatehouse.contracts import Catalogue, TableName
from gatehouse.lake.commits import Commit, Commits, Covered
from gatehouse.lake.delta import DataFile, DeltaStore
from gatehouse.lake.faults import FaultWriter
from gatehouse.lake.fold import log_schema
from gatehouse.lake.layout import Layout
from gatehouse.lake.ledger import Entry, Ledger, State
from gatehouse.lake.moment import Moment
from gatehouse.lake.plan import Plan, Planned, Planner, seen
from gatehouse.lake.superseding import Superseding
from gatehouse.lake.times import utc_to_local
from gatehouse.lake.writing import LogWriter, UnreadableGroupError, latest_time, together

_LOG = logging.getLogger(__name__)


@dataclass
class _Done:
    """One table's part of a position; `written` is None when its log holds the position."""

    table: TableName
    files: list[Planned]
    written: list[DataFile] | None
    faults: int = 0

    def add(self, group: tuple[Planned, ...], part: DataFile | None, faults: int) -> None:
        """Take in what was written of some files."""
        self.files += group
        self.faults += faults
        if part is not None and self.written is not None:
            self.written.append(part)


@dataclass(frozen=True, slots=True)
class Cycle:
    """What one turn did: the moment reached, files and rows applied, rows set aside."""

    moment: Moment
    files: int = 0
    rows: int = 0
    faults: int = 0
    waiting: int = 0


class PositionWriter:
    """Writes positions for the one writer of a lake; holds its tables' logs."""

    def __init__(
        self,
        layout: Layout,
        catalogue: Catalogue,
        writer: LogWriter,
        committers: ThreadPoolExecutor,
        planner: Planner,
    ) -> None:
        self._layout = layout
        self._catalogue = catalogue
        self._writer = writer
        self._committers = committers
        self._planner = planner
        self.ledger: Ledger = planner.ledger
        self.commits = Commits(layout)
        self.faults = FaultWriter(layout)
        self.logs: dict[TableName, DeltaStore] = {}
        self.untidy: Counter[TableName] = Counter()
        self._superseding = Superseding(layout, catalogue, writer.engine)

    def write(self, plan: Plan, position: int, now: datetime) -> Cycle:
        """Make the files of a plan a position; files that cannot be read are noted in the plan."""
        by_table = groupby(
            sorted(plan.files, key=lambda planned: planned.contract.name),
            key=lambda planned: planned.contract.name,
        )
        done: list[_Done] = [
            self._write_table(table, list(files), position, now, plan)
            if self._log(table).position < position
            else _Done(table, list(files), None)
            for table, files in by_table
        ]
        # Each table's log is a table of its own; committing them side by side saves waiting.
        list(self._committers.map(lambda one: self._commit_log(one, position), done))
        added = {one.table: self._added(one.table, position) for one in done}
        covered = {table: self._covered(table, files) for table, files in added.items()}
        moment = Moment(position, self._as_at(covered, now))
        self.commits.write(Commit(moment, now, covered))
        files = [planned for one in done for planned in one.files]
        self.ledger.write(_applied(planned, position, now) for planned in files)
        self.close_superseded(now, added)
        rows = {table: one.rows for table, one in covered.items()}
        self.untidy.update(rows)
        faults = sum(one.faults for one in done)
        cycle = Cycle(moment, len(files), sum(rows.values()), faults)
        _LOG.debug(
            "position %d applied: %d rows of %d files, in %s",
            position,
            cycle.rows,
            cycle.files,
            ", ".join(map(str, covered)) or "no table",
        )
        return cycle

    def close_superseded(
        self, now: datetime, added: Mapping[TableName, list[DataFile]] | None = None
    ) -> None:
        """Close row faults that the log, or what was just added to it, says all about."""
        if closed := self._superseding.look(added or {}, self._log, now):
            _LOG.info("quarantined rows closed by later changes of them: %d", closed)

    def _commit_log(self, one: _Done, position: int) -> None:
        if one.written is not None:
            self._log(one.table).append(one.written, position)

    def _write_table(
        self, table: TableName, files: list[Planned], position: int, now: datetime, plan: Plan
    ) -> _Done:
        """Write one table's files of events, not yet committed; trouble is noted in the plan."""
        done = _Done(table, [], [])
        groups = list(together(files))
        while groups:
            group = groups.pop(0)
            try:
                part, bad = self._write_group(
                    group, self._log(table).name(position, len(done.files)), position, now
                )
            except UnreadableGroupError as error:
                if len(group) > 1:
                    groups[:0] = [(planned,) for planned in group]
                else:
                    self._could_not_read(group[0], str(error), now, plan)
                continue
            done.add(group, part, bad)
        return done

    def _added(self, table: TableName, position: int) -> list[DataFile]:
        return [file for file in self._log(table).files() if file.first == file.last == position]

    def _covered(self, table: TableName, files: list[DataFile]) -> Covered:
        rows = sum(file.rows for file in files)
        return Covered(self._log(table).version, tuple(file.path.name for file in files), rows)

    def _write_group(
        self, group: tuple[Planned, ...], path: Path, position: int, now: datetime
    ) -> tuple[DataFile | None, int]:
        written = self._writer.write(group, path, position)
        if (written.rows if written else 0) == sum(planned.footer.rows for planned in group):
            return written, 0
        faults: Counter[tuple[str, str]] = Counter()
        for some in self._writer.faults(group, now):
            self.faults.write(some)
            faults.update((fault.file, fault.code) for fault in some)
        for (file, code), count in faults.items():
            _LOG.warning(
                "%s %s: rows quarantined: %d (%s); see gatehouse quarantine --table %s, mend the "
                "file and deliver it again under the same name",
                table := group[0].contract.name,
                file,
                count,
                code,
                table,
            )
        return written, faults.total()

    def _could_not_read(self, planned: Planned, why: str, now: datetime, plan: Plan) -> None:
        """Tell a damaged file, which is the data's fault, from a full disk, which is ours."""
        try:
            with pq.ParquetFile(planned.file.path) as file:
                for _ in file.iter_batches():
                    pass
        except (OSError, ValueError) as error:
            damage = f"its pages cannot be read ({error}); deliver the file again"
            self._planner.unreadable(planned.file, damage, now, plan)
            return
        entry = seen(planned, 0, now)
        reason = f"reading waits for the platform: {why}"
        plan.entries.append(replace(entry, state=State.WAITING, reason=reason))

    def _as_at(self, covered: Mapping[TableName, Covered], now: datetime) -> datetime:
        """Local source time of the latest change captured; never back, never in the future."""
        times = [
            utc_to_local(latest_time(self._log(table).path / file))
            for table, one in covered.items()
            for file in one.files
        ]
        last = self.commits.last.data_as_at
        known = min(max(times, default=last), utc_to_local(now))
        return max(known, last)

    def _log(self, table: TableName) -> DeltaStore:
        if table not in self.logs:
            schema = log_schema(self._catalogue[table])
            self.logs[table] = DeltaStore(self._layout.log(table), schema)
        return self.logs[table]


def _applied(planned: Planned, position: int, now: datetime) -> Entry:
    return replace(seen(planned, position, now), state=State.APPLIED)
