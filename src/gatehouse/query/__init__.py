"""A dataset and a scope in, a table out. Nothing runs without a scope."""

from gatehouse.query.errors import (
    CompileError,
    PromptError,
    QueryError,
    QueryTimeoutError,
    TooManyRowsError,
)
from gatehouse.query.running import TIMEOUT, count, options, run

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
]
