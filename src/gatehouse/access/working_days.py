"""Working days: Monday to Friday without bank holidays."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

_SATURDAY = 6


def is_working_day(day: date, holidays: AbstractSet[date] = frozenset()) -> bool:
    """Whether a day is worked; `holidays` are England's bank holidays, if known."""
    return day.isoweekday() < _SATURDAY and day not in holidays


def working_day_after(day: date, count: int, holidays: AbstractSet[date] = frozenset()) -> date:
    """The `count`th working day after a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day
