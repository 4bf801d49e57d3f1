"""What went wrong in an engine, in words that may be logged and kept."""

import duckdb


def without_values(error: BaseException) -> str:
    """The error's text, or only its kind where the text may quote a value of a row.

    Of the engine's errors, those of its surroundings (disk, memory, files) quote none.
    """
    if isinstance(error, duckdb.Error) and not isinstance(error, duckdb.OperationalError):
        return f"the engine's {type(error).__name__}"
    return str(error)
