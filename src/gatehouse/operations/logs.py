"""What the processes say of themselves: plain lines on standard error.

A line has the time with its offset, the level and the module. No line holds a value of a row, a
name, a prison number or what somebody searched for: faults are named by table, file and reason.
"""

import logging
import sys

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"


def log_to_stderr(*, verbose: bool = False) -> None:
    """Have every logger write to standard error; Gatehouse's own say more when `verbose`.

    Calling it again changes only how much is said.
    """
    root = logging.getLogger()
    if not any(getattr(handler, "stream", None) is sys.stderr for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(_LINE, _TIME))
        root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("gatehouse").setLevel(logging.DEBUG if verbose else logging.INFO)
