"""What a report reads from: every table at one consistent moment."""

from contextlib import AbstractContextManager
from typing import Protocol

import duckdb

from gatehouse.lake.moment import Moment


class Reading(Protocol):
    """A cursor in one read transaction, and the moment it shows."""

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Reads `nomis.<table>` and `config.<table>`."""

    @property
    def moment(self) -> Moment:
        """What the tables hold, and how fresh it is."""

    def beside(self) -> AbstractContextManager[duckdb.DuckDBPyConnection | None]:
        """A second cursor at the same moment; None when there can be none any more."""
