"""Capture: from source folders to the change log, one whole position at a time.

The ledger says first which files a position will read (`seen`); then the position is written
(`positions`). A writer that starts again finds a plan whose position did not happen, and redoes it
with the same files.
"""

import logging
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError

from gatehouse.capture import ChangeFile, UnreadableFileError, read_footer
from gatehouse.contracts import Catalogue, TableName
from gatehouse.engines.errors import without_values
from gatehouse.lake.commits import Commit
from gatehouse.lake.folders import Folders
from gatehouse.lake.layout import Layout
from gatehouse.lake.lease import Lease
from gatehouse.lake.ledger import Entry, Ledger, State
from gatehouse.lake.moment import Moment
from gatehouse.lake.plan import Plan, Planned, Planner, seen
from gatehouse.lake.positions import Cycle, PositionWriter
from gatehouse.lake.times import Clock, to_local, to_utc, utc_to_local
from gatehouse.lake.upkeep import Upkeep
from gatehouse.lake.writing import LogWriter

_LOG = logging.getLogger(__name__)
_COMMITTERS = 4
_AFTER_FAILURE = 1.0  # seconds
_HEARTBEAT_STEP = timedelta(seconds=30)
# One position takes at most this much, so that a crash costs at most that much again.
_POSITION_BYTES = 4 * 1024**3


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
        self._folders = Folders(sources)
        self._writer = LogWriter(self._layout.scratch, memory, threads)
        self._committers = ThreadPoolExecutor(_COMMITTERS, thread_name_prefix="commit")
        self.failure: Exception | None = None
        self._failed_since: datetime | None = None
        self._strangers: set[str] = set()
        self._open()

    def _open(self) -> None:
        """Read from the lake how far it is, and finish what a writer that died had begun."""
        self._ledger = Ledger(self._layout)
        self._planner = Planner(self._catalogue, self._ledger)
        self._positions = PositionWriter(
            self._layout, self._catalogue, self._writer, self._committers, self._planner
        )
        self._upkeep = Upkeep(self._layout, self._catalogue, self._writer.engine)
        self._folders.forget()
        self._finish_interrupted()
        self._positions.close_superseded(to_utc(self._clock()))
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
                    self._well()
                except (OSError, DeltaError, duckdb.Error) as error:
                    self._failed(error, max(every, _AFTER_FAILURE))
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
        self._folders.again(plan.again)
        waiting = sum(entry.state is State.WAITING for entry in plan.entries) + away
        self._sound = True
        return replace(cycle, waiting=waiting)

    def tidy(self) -> None:
        """Join small files and refold bases where it is time to; captures nothing."""
        positions = self._positions
        if positions.untidy:
            self._upkeep.after(positions.logs, positions.untidy)
            self._upkeep.small(
                [self._ledger.store, positions.commits.store, positions.faults.store]
            )
            positions.untidy.clear()

    def _well(self) -> None:
        if self._failed_since is not None:
            lost = self._clock() - self._failed_since
            _LOG.info("capture goes on: the platform is well again, after %d s", lost.seconds)
        self.failure = self._failed_since = None

    def _failed(self, error: Exception, wait: float) -> None:
        told = without_values(error)
        if self.failure is None or told != without_values(self.failure):
            _LOG.warning(
                "capture waits for the platform: %s; nothing is lost, and it is tried again "
                "every %g s",
                told,
                wait,
            )
        self.failure = error
        self._failed_since = self._failed_since or self._clock()

    def _look(self, now: datetime) -> tuple[Plan, int]:
        found = self._folders.look()
        plan = self._planner.plan(found.files, found.ignored, now)
        size = 0
        for count, planned in enumerate(plan.files):
            size += planned.file.size
            if size > _POSITION_BYTES:
                later = plan.files[max(count, 1) :]
                del plan.files[max(count, 1) :]
                plan.again += [planned.file for planned in later]
                break
        return plan, found.away

    def _idle(self, now: datetime) -> Cycle:
        """Move `data_as_at` on when an idle source says it is alive."""
        commits = self._positions.commits
        if beats := list(self._folders.heartbeats()):
            alive = min(to_local(max(beats)), utc_to_local(now))
            if alive - commits.last.data_as_at >= _HEARTBEAT_STEP:
                commits.write(Commit(Moment(commits.last.position + 1, alive), now, {}))
        return Cycle(commits.last)

    def _apply(self, plan: Plan, now: datetime) -> Cycle:
        position = self._positions.commits.last.position + 1
        self._ledger.write(seen(planned, position, now) for planned in plan.files)
        return self._positions.write(plan, position, now)

    def _write_down(self, plan: Plan) -> None:
        self._positions.faults.write(plan.faults)
        news = [entry for entry in plan.entries if self._is_news(entry)]
        self._ledger.write(news)
        self._tell(news)

    def _is_news(self, entry: Entry) -> bool:
        last = self._ledger.last(entry.name)
        return last is None or (last.state, last.reason, last.size, last.modified_ns) != (
            entry.state,
            entry.reason,
            entry.size,
            entry.modified_ns,
        )

    def _tell(self, news: Iterable[Entry]) -> None:
        """Say once what was set aside or waits; of a table without a contract, not file by file."""
        for entry in news:
            where = f"{entry.source}.{entry.table}"
            if entry.state is State.QUARANTINED:
                _LOG.warning("%s %s: whole file quarantined: %s", where, entry.file, entry.reason)
            elif entry.state is State.WAITING and where not in self._strangers:
                if TableName.parse(where) not in self._catalogue:
                    self._strangers.add(where)
                _LOG.warning("%s %s waits: %s", where, entry.file, entry.reason)

    def _finish_interrupted(self) -> None:
        """Finish what a writer that died had begun."""
        now = to_utc(self._clock())
        begun = self._ledger.planned()
        happened = self._positions.commits.last.position
        self._ledger.write(
            replace(entry, state=State.APPLIED, at=now)
            for entry in begun
            if entry.position <= happened
        )
        open_plan = [entry for entry in begun if entry.position > happened]
        if not open_plan:
            return
        _LOG.info("finishing position %d, which was interrupted", happened + 1)
        plan = Plan()
        for entry in open_plan:
            self._plan_again(entry, now, plan)
        self._positions.write(plan, happened + 1, now)
        self._write_down(plan)

    def _plan_again(self, entry: Entry, now: datetime, plan: Plan) -> None:
        """Plan a file of an interrupted position again, if it is still the file it was."""
        gone = replace(entry, state=State.WAITING, at=now, reason="gone before it was read")
        name = TableName(entry.source, entry.table)
        if entry.source not in self._folders.roots or name not in self._catalogue:
            plan.entries.append(gone)
            return
        path = self._folders.roots[entry.source] / entry.table / entry.file
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
