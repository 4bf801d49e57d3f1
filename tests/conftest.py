"""What holds for all tests."""

import gc


def pytest_unconfigure() -> None:
    """Take back the callback that Hypothesis leaves with the garbage collector.

    Run while the interpreter ends, it keeps objects of other modules alive past their time, and
    DuckDB then tells of them at length on standard error ("nanobind: leaked …").
    """
    gc.callbacks[:] = [callback for callback in gc.callbacks if not _is_hypothesis(callback)]


def _is_hypothesis(callback: object) -> bool:
    return str(getattr(callback, "__module__", "")).startswith("hypothesis")
