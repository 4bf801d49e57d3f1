"""Source times and prison times: streams count in UTC, prisons in local time."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")

# Says what time it is: aware, or naive and then local (Europe/London).
Clock = Callable[[], datetime]


def to_local(moment: datetime) -> datetime:
    """Naive local time of an aware moment."""
    return moment.astimezone(LOCAL).replace(tzinfo=None)


def to_utc(moment: datetime) -> datetime:
    """Naive UTC of a clock's reading; a naive reading is local."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    return aware.astimezone(UTC).replace(tzinfo=None)


def utc_to_local(moment: datetime) -> datetime:
    """Naive local time of a naive UTC time."""
    return to_local(moment.replace(tzinfo=UTC))
