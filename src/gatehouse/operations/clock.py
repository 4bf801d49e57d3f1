"""The one place where the time of day is read.

Everything else takes `now` as an argument or a `Clock`. Times are local (Europe/London) and
naive, as NOMIS keeps them.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """The time on a wall clock in England, without a zone."""
    return datetime.now(LONDON).replace(tzinfo=None)


def utc_now() -> datetime:
    """The time in UTC, with its zone: what other computers' signatures are checked against."""
    return datetime.now(UTC)
