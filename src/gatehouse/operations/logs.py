"""What the processes say of themselves: plain lines on standard error.

A line has the time with its offset, the level and the module. No line holds a value of a row, a
name, a prison number or what somebody searched for: faults are named by table, file and reason.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType

from gatehouse.engines.errors import without_values

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"


def log_to_stderr(*, verbose: bool = False) -> None:
    """Have every logger write to standard error; Gatehouse's own say more when `verbose`.

    Calling it again changes only how much is said.
    """
    root = logging.getLogger()
    if not any(getattr(handler, "stream", None) is sys.stderr for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Lines(_LINE, _TIME))
        root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("gatehouse").setLevel(logging.DEBUG if verbose else logging.INFO)


class _Lines(logging.Formatter):
    """Writes where a fault came from, without what an engine's error quotes of a row."""

    def format(self, record: logging.LogRecord) -> str:
        """One record; what another formatter made of its fault is not taken over."""
        record.exc_text = None
        return super().format(record)

    def formatException(  # noqa: N802 - the name that logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The frames and the errors, the one that started it first."""
        return "\n".join(
            "".join(traceback.format_tb(error.__traceback__))
            + f"{type(error).__name__}: {without_values(error)}"
            for error in reversed([*_chain(ei[1])])
        )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
