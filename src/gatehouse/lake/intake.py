"""Capture: from source folders to the change log, one whole position at a time.

A position is written in this order, each step durable before the next:

1. ledger: the files it will read are `seen`;
2. for each table, faults to quarantine, then events to its log, with the position in the same
   Delta transaction;
3. commits: the position happened;
4. ledger: the files are `applied`.

A writer that starts again finds a plan whose position did not happen, and redoes it with the
same files; logs that already hold the position are left alone.
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError

from gatehouse.capture import ChangeFile, DmsFolder, UnreadableFileError, read_footer
from gatehouse.contracts import Catalogue, TableName
from gatehouse.lake.commits import Commit, Commits, Covered
from gatehouse.lake.delta import DataFile, DeltaStore
from gatehouse.lake.fold import log_schema
from gatehouse.lake.layout import Layout
from gatehouse.lake.lease import Lease
from gatehouse.lake.ledger import Entry, Ledger, State
from gatehouse.lake.moment import Moment
from gatehouse.lake.plan import Plan, Planned, Planner, seen
from gatehouse.lake.quarantine import QuarantineWriter
from gatehouse.lake.times import Clock, to_local, to_utc, utc_to_local
from gatehouse.lake.upkeep import Upkeep
from gatehouse.lake.writing import LogWriter, UnreadableGroupError, latest_time, together

_LOG = logging.getLogger(__name__)
_COMMITTERS = 4
_AFTER_FAILURE = 1.0  # seconds
_HEARTBEAT_STEP = timedelta(seconds=30)
# One position takes at most this much, so that a crash costs at most that much again.
_POSITION_BYTES = 4 * 1024**3


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


class Intake:
    """The one writer of a lake; holds its lease until `close`."""

    def __init__(
        self,
        lake: Path,
        sources: Mapping[str, Path],
        catalogue: Catalogue,
        clock: Clock,
        *,
        memory: str = "1GB",
        threads: int = 2,
    ) -> None:
        self._layout = Layout(lake)
        self._catalogue = catalogue
        self._clock = clock
        self._lease = Lease(self._layout.lease)
        self._folders = [DmsFolder(source, root) for source, root in sources.items()]
        self._writer = LogWriter(self._layout.scratch, memory, threads)
        self._committers = ThreadPoolExecutor(_COMMITTERS, thread_name_prefix="commit")
        self.failure: Exception | None = None
        self._open()

    def _open(self) -> None:
        """Read from the lake how far it is, and finish what a writer that died had begun."""
        self._ledger = Ledger(self._layout)
        self._commits = Commits(self._layout)
        self._quarantine = QuarantineWriter(self._layout)
        self._planner = Planner(self._catalogue, self._ledger)
        self._logs: dict[TableName, DeltaStore] = {}
        self._upkeep = Upkeep(self._layout, self._catalogue, self._writer.engine)
        self._untidy: Counter[TableName] = Counter()
        self._forget()
        self._finish_interrupted()
        self._sound = True

    @property
    def ledger(self) -> Ledger:
        """Every file seen, and what became of it."""
        return self._ledger

    def close(self) -> None:
        """Give the lake up to another writer."""
        self._committers.shutdown()
        self._writer.engine.close()
        self._lease.release()

    def run(self, stop: threading.Event, every: float) -> None:
        """Capture until told to stop, looking `every` seconds.

        Trouble with the disk or the lake is kept as `failure`, waited out and tried again.
        """
        try:
            while not stop.is_set():
                try:
                    self.run_once()
                    self.tidy()
                    self.failure = None
                except (OSError, DeltaError, duckdb.Error) as error:
                    self.failure = error
                    _LOG.warning("capture waits for the platform: %s", error)
                stop.wait(every if self.failure is None else max(every, _AFTER_FAILURE))
        finally:
            self.close()

    def run_once(self) -> Cycle:
        """Look at every source once and write what is new as one position."""
        if not self._sound:
            self._open()
        self._sound = False  # until this turn is over: a failure on the way is finished first
        now = to_utc(self._clock())
        plan, away = self._look(now)
        cycle = self._apply(plan, now) if plan.files else self._idle(now)
        self._write_down(plan)
        if plan.waiting:
            self._forget()
        waiting = sum(entry.state is State.WAITING for entry in plan.entries) + away
        self._sound = True
        return replace(cycle, waiting=waiting)

    def tidy(self) -> None:
        """Join small files and refold bases where it is time to; captures nothing."""
        if self._untidy:
            self._upkeep.after(self._logs, self._untidy)
            self._upkeep.small([self._ledger.store, self._commits.store, self._quarantine.store])
            self._untidy.clear()

    def _look(self, now: datetime) -> tuple[Plan, int]:
        found: list[ChangeFile] = []
        ignored: list[ChangeFile] = []
        away = 0
        for folder in self._folders:
            try:
                listing = folder.look()
            except OSError:
                away += 1  # not there at this moment: waits, and the others flow
                continue
            found += listing.files
            ignored += listing.ignored
        plan = self._planner.plan(found, ignored, now)
        size = 0
        for count, planned in enumerate(plan.files):
            size += planned.file.size
            if size > _POSITION_BYTES:
                del plan.files[max(count, 1) :]
                self._forget()
                break
        return plan, away

    def _forget(self) -> None:
        for folder in self._folders:
            folder.forget()

    def _idle(self, now: datetime) -> Cycle:
        """Move `data_as_at` on when an idle source says it is alive."""
        beats = [beat for folder in self._folders if (beat := folder.heartbeat())]
        last = self._commits.last
        if beats:
            alive = min(to_local(max(beats)), utc_to_local(now))
            if alive - last.data_as_at >= _HEARTBEAT_STEP:
                self._commits.write(Commit(Moment(last.position + 1, alive), now, {}))
        return Cycle(self._commits.last)

    def _apply(self, plan: Plan, now: datetime) -> Cycle:
        position = self._commits.last.position + 1
        self._ledger.write(seen(planned, position, now) for planned in plan.files)
        return self._write_position(plan, position, now)

    def _write_position(self, plan: Plan, position: int, now: datetime) -> Cycle:
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
        covered = {one.table: self._covered(one.table, position) for one in done}
        moment = Moment(position, self._as_at(covered, now))
        self._commits.write(Commit(moment, now, covered))
        files = [planned for one in done for planned in one.files]
        self._ledger.write(_applied(planned, position, now) for planned in files)
        rows = {table: one.rows for table, one in covered.items()}
        self._untidy.update(rows)
        faults = sum(one.faults for one in done)
        return Cycle(moment, len(files), sum(rows.values()), faults)

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

    def _covered(self, table: TableName, position: int) -> Covered:
        log = self._log(table)
        files = [file for file in log.files() if file.first == file.last == position]
        rows = sum(file.rows for file in files)
        return Covered(log.version, tuple(file.path.name for file in files), rows)

    def _write_group(
        self, group: tuple[Planned, ...], path: Path, position: int, now: datetime
    ) -> tuple[DataFile | None, int]:
        written = self._writer.write(group, path, position)
        faults = 0
        if (written.rows if written else 0) < sum(planned.footer.rows for planned in group):
            for some in self._writer.faults(group, now):
                self._quarantine.write(some)
                faults += len(some)
        return written, faults

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
        known = min(max(times, default=self._commits.last.data_as_at), utc_to_local(now))
        return max(known, self._commits.last.data_as_at)

    def _write_down(self, plan: Plan) -> None:
        self._quarantine.write(plan.faults)
        self._ledger.write(entry for entry in plan.entries if self._is_news(entry))

    def _is_news(self, entry: Entry) -> bool:
        last = self._ledger.last(entry.name)
        return last is None or (last.state, last.reason, last.size, last.modified_ns) != (
            entry.state,
            entry.reason,
            entry.size,
            entry.modified_ns,
        )

    def _log(self, table: TableName) -> DeltaStore:
        if table not in self._logs:
            schema = log_schema(self._catalogue[table])
            self._logs[table] = DeltaStore(self._layout.log(table), schema)
        return self._logs[table]

    def _finish_interrupted(self) -> None:
        """Finish what a writer that died had begun."""
        now = to_utc(self._clock())
        begun = self._ledger.planned()
        happened = self._commits.last.position
        self._ledger.write(
            replace(entry, state=State.APPLIED, at=now)
            for entry in begun
            if entry.position <= happened
        )
        open_plan = [entry for entry in begun if entry.position > happened]
        if not open_plan:
            return
        plan = Plan()
        roots = {folder.source: folder.root for folder in self._folders}
        for entry in open_plan:
            self._plan_again(entry, roots, now, plan)
        self._write_position(plan, happened + 1, now)
        self._write_down(plan)

    def _plan_again(
        self, entry: Entry, roots: Mapping[str, Path], now: datetime, plan: Plan
    ) -> None:
        """Plan a file of an interrupted position again, if it is still the file it was."""
        gone = replace(entry, state=State.WAITING, at=now, reason="gone before it was read")
        name = TableName(entry.source, entry.table)
        if entry.source not in roots or name not in self._catalogue:
            plan.entries.append(gone)
            return
        path = roots[entry.source] / entry.table / entry.file
        file = ChangeFile(*entry.name, path, entry.size, entry.modified_ns)
        try:
            changed = (path.stat().st_size, path.stat().st_mtime_ns) != file.stamp
            footer = read_footer(path)
        except (OSError, UnreadableFileError):
            changed, footer = True, None
        if changed or footer is None:
            plan.entries.append(gone)
        else:
            plan.files.append(Planned(file, footer, self._catalogue[name], entry.checksum))


def _applied(planned: Planned, position: int, now: datetime) -> Entry:
    return replace(seen(planned, position, now), state=State.APPLIED)
