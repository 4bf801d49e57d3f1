"""Local and universal time: NOMIS keeps naive local time, change capture stamps UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def utc(local: datetime) -> datetime:
    """The UTC moment of a naive local time."""
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def stamp(moment: datetime) -> str:
    """A moment as change capture writes it: `yyyy-MM-dd HH:mm:ss.SSSSSS`."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def midnight(day: date) -> datetime:
    """The first moment of a day; Oracle DATE columns that hold a day hold this."""
    return datetime.combine(day, time.min)
