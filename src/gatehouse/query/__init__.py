"""A dataset and a scope in, a table out. Nothing runs without a scope."""

from gatehouse.query.errors import (
    CompileError,
    PromptError,
    QueryError,
    QueryTimeoutError,
    TooManyRowsError,
)
from gatehouse.query.running import TIMEOUT, count, options, run
from gatehouse.query.tables_read import tables_read

__all__ = [
    "TIMEOUT",
    "CompileError",
    "PromptError",
    "QueryError",
    "QueryTimeoutError",
    "TooManyRowsError",
    "count",
    "options",
    "run",
    "tables_read",
]
