"""The serving copy: every table in one DuckDB file, at one moment, for the process that owns it.

A writer thread follows the lake's commits and applies whole positions to all tables in one
transaction. A lost, damaged or older copy is rebuilt from the lake.
"""

import contextlib
import functools
import hashlib
import itertools
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from gatehouse.contracts import Catalogue
from gatehouse.engines.errors import without_values
from gatehouse.engines.sql import compose, name
from gatehouse.lake.applying import Applier
from gatehouse.lake.commits import START, Commit, CommitsView
from gatehouse.lake.layout import Layout
from gatehouse.lake.moment import Moment
from gatehouse.lake.quarantine import Quarantine
from gatehouse.lake.reading import Reading, open_reading
from gatehouse.lake.tables import CONFIGURATION, create_tables

_LOG = logging.getLogger(__name__)
_FORMAT = "3"


class CopyInUseError(RuntimeError):
    """Another process has the serving copy open."""


class Serving:
    """The serving copy at `path`, following the lake at `lake`."""

    def __init__(
        self,
        path: Path,
        lake: Path,
        catalogue: Catalogue,
        *,
        memory: str = "2GB",
        threads: int = 2,
    ) -> None:
        self._path = path
        self._layout = Layout(lake)
        self._catalogue = catalogue
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": threads,
            "wal_autocheckpoint": "256MB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._commits = CommitsView(self._layout)
        self._quarantine = Quarantine(lake)
        self._applier = Applier(self._layout)
        self._writing = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: Exception | None = None
        self._tries = 0
        self._moment = START
        self._open_faults: Mapping[str, int] = {}
        self._revisions = itertools.count()  # of what readers may see, as one process counts
        self._main = self._open()

    def follow(self) -> Moment:
        """Apply every position that is new, and say what the copy then holds."""
        with self._writing:
            # A fault is written before its position and closed after the position that closes it.
            # So both looks together miss no table that lacks a change at this position.
            unfit = set(self._quarantine.tables())
            commits = self._commits.since(self._moment.position)
            if commits:
                unfit |= set(self._quarantine.tables())
            self._open_faults = self._quarantine.counts()
            last = commits[-1].moment if commits else self._moment
            moment = replace(last, unfit=tuple(sorted(unfit)))
            if moment != self._moment:
                self._apply(commits, moment)
                self._moment = moment
            return moment

    def _apply(self, commits: Sequence[Commit], moment: Moment) -> None:
        """Apply commits, which may be none, and write the moment, in one transaction."""
        tables = {table for commit in commits for table in commit.tables}
        cursor = self._cursor()
        try:
            cursor.execute("BEGIN")
            for table in sorted(tables):
                if table in self._catalogue:
                    self._applier.apply(cursor, self._catalogue[table], commits)
            self._write_moment(cursor, moment)
            cursor.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                cursor.execute("ROLLBACK")
            raise
        finally:
            cursor.close()

    def start(self, every: float) -> None:
        """Follow in a thread of its own, looking `every` seconds, until `stop`."""
        if self._thread is not None:
            raise RuntimeError("the serving copy is being followed already")
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(every,), name="follow", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop following; the copy stays readable."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        """Stop following and give the file up."""
        self.stop()
        self._main.close()

    @property
    def failure(self) -> Exception | None:
        """Why the last look of the following thread failed; None when it did not."""
        return self._failure

    @property
    def open_faults(self) -> Mapping[str, int]:
        """How many rows and files of each table are in quarantine, as of the last look."""
        return self._open_faults

    @contextlib.contextmanager
    def read(self) -> Iterator[Reading]:
        """One consistent moment over all tables."""
        with open_reading(self._cursor) as reading:
            yield reading

    def put(self, schema_table: str, table: pa.Table) -> None:
        """Replace a small configuration table such as `config.regime`."""
        schema, dot, short = schema_table.partition(".")
        if not dot or schema != "config":
            raise ValueError(f"{schema_table!r}: configuration tables are named config.<table>")
        target = name(schema, short)
        with self._writing:
            cursor = self._cursor()
            try:
                cursor.register("given", table)
                cursor.execute("BEGIN")
                if short in CONFIGURATION:
                    cursor.execute(compose("DELETE FROM {target}", target=target))
                    cursor.execute(
                        compose("INSERT INTO {target} BY NAME SELECT * FROM given", target=target)
                    )
                else:
                    cursor.execute(
                        compose(
                            "CREATE OR REPLACE TABLE {target} AS SELECT * FROM given",
                            target=target,
                        )
                    )
                cursor.execute("UPDATE gatehouse.copy SET revision = $1", [next(self._revisions)])
                cursor.execute("COMMIT")
            finally:
                cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._main.cursor()
        cursor.execute("SET enable_progress_bar = false")
        return cursor

    def _run(self, every: float) -> None:
        while not self._stop.is_set():
            try:
                self.follow()
                self._well()
            except Exception as error:  # noqa: BLE001 - kept for health, and tried again
                self._failed(error, every)
            self._stop.wait(every)

    def _well(self) -> None:
        if self._failure is not None:
            _LOG.info(
                "the serving copy follows the lake again, after %d tries; it is at position %d",
                self._tries,
                self._moment.position,
            )
        self._failure, self._tries = None, 0

    def _failed(self, error: Exception, every: float) -> None:
        told = without_values(error)
        if self._failure is None or told != without_values(self._failure):
            _LOG.warning(
                "the serving copy stays at position %d, since the lake cannot be followed: %s "
                "(%s); it is tried again every %g s",
                self._moment.position,
                told,
                type(error).__name__,
                every,
            )
        self._failure = error
        self._tries += 1

    def _open(self) -> duckdb.DuckDBPyConnection:
        """Open the copy, or make a new one when it is missing, damaged, or of another lake."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        why = "there is none"
        if self._path.exists():
            try:
                main = duckdb.connect(str(self._path), config=self._config)
            except duckdb.Error as error:
                if "lock" in str(error).lower():
                    raise CopyInUseError(
                        f"{self._path} is open in another process; each server has a copy of "
                        "its own: stop that one, or give this one another path"
                    ) from error
                why = f"it cannot be opened ({error})"
            else:
                held = self._held(main)
                if isinstance(held, Moment):
                    self._moment = held
                    return main
                why = held
                main.close()
            self._discard()
        _LOG.info("the serving copy %s is made from the lake: %s", self._path, why)
        main = duckdb.connect(str(self._path), config=self._config)
        create_tables(main, self._catalogue)
        self._write_moment(main, START)
        self._moment = START
        return main

    def _held(self, main: duckdb.DuckDBPyConnection) -> Moment | str:
        """The moment a copy holds, or why it cannot be used."""
        try:
            row = main.execute(
                "SELECT position, data_as_at, unfit, format, lake, contracts FROM gatehouse.copy"
            ).fetchall()[0]
        except (duckdb.Error, IndexError):
            return "it is of another version"
        moment = Moment(row[0], row[1], tuple(row[2]))
        self._commits.since(moment.position)
        if row[3] != _FORMAT:
            return "it is of another version"
        if row[4] != self._commits.identity:
            return "it is of another lake"
        if row[5] != self._fingerprint:
            return "the contracts have changed"
        if moment.position > self._commits.position:
            return "the lake was restored to an earlier moment"
        return moment

    def _write_moment(self, cursor: duckdb.DuckDBPyConnection, moment: Moment) -> None:
        cursor.execute("DELETE FROM gatehouse.copy")
        cursor.execute(
            "INSERT INTO gatehouse.copy"
            " (position, data_as_at, unfit, format, lake, contracts, revision)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                moment.position,
                moment.data_as_at,
                list(moment.unfit),
                _FORMAT,
                self._commits.identity,
                self._fingerprint,
                next(self._revisions),
            ],
        )

    @functools.cached_property
    def _fingerprint(self) -> str:
        shapes = sorted(
            (str(c.name), c.key, tuple((k.name, k.type.name) for k in c.columns))
            for c in self._catalogue
        )
        return hashlib.sha256(repr(shapes).encode()).hexdigest()

    def _discard(self) -> None:
        for file in (self._path, self._path.with_name(self._path.name + ".wal")):
            file.unlink(missing_ok=True)
