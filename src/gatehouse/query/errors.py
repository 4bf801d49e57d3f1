"""What can go wrong with a query, in words that are safe to show."""


class QueryError(Exception):
    """A query was refused or failed.

    The message names the dataset and what to do, and never holds a value from the data, which
    could be of someone the reader may not see. `detail` is the engine's own text where that
    text is about the query alone.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class CompileError(QueryError):
    """The query of a dataset may not run as it is written."""


class PromptError(QueryError):
    """A prompt's value is missing or not of its type."""


class QueryTimeoutError(QueryError):
    """The query took longer than it may."""


class TooManyRowsError(QueryError):
    """There are more rows than asked for; a list is never cut short in silence."""
