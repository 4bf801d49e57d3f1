"""Reading the serving copy at one moment."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb

from gatehouse.lake.moment import Moment

_HELD = "SELECT position, data_as_at, unfit, revision FROM gatehouse.copy"
_REVISION = "SELECT revision FROM gatehouse.copy"


@dataclass(frozen=True, slots=True)
class Reading:
    """A read transaction: every query of `cursor` sees the tables as they are at `moment`."""

    cursor: duckdb.DuckDBPyConnection
    moment: Moment
    _revision: int
    _another: Callable[[], duckdb.DuckDBPyConnection]

    @contextlib.contextmanager
    def beside(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """A second cursor that sees the same, for a second thread; None once the copy changed."""
        with _transaction(self._another()) as cursor:
            same = cursor.execute(_REVISION).fetchall() == [(self._revision,)]
            yield cursor if same else None


@contextlib.contextmanager
def open_reading(cursor_of: Callable[[], duckdb.DuckDBPyConnection]) -> Iterator[Reading]:
    """A reading by cursors that `cursor_of` opens, which are closed at the end."""
    with _transaction(cursor_of()) as cursor:
        position, data_as_at, unfit, revision = cursor.execute(_HELD).fetchall()[0]
        yield Reading(cursor, Moment(position, data_as_at, tuple(unfit)), revision, cursor_of)


@contextlib.contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        cursor.execute("BEGIN")
        yield cursor
    finally:
        with contextlib.suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        cursor.close()
