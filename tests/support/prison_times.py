"""When and where an event is, as a table of events says it."""

from datetime import datetime, time

from tests.support.nomis import Nomis
from tests.support.prison_places import location_id
from tests.support.tables import Row


def times(nomis: Nomis, event: Row) -> tuple[datetime | None, datetime | None]:
    """Start and end of "09:00-11:30", "09:00" or "-"."""
    start, _, end = (event.get("time") or "-").partition("-")

    def at(clock: str) -> datetime | None:
        return datetime.combine(nomis.on, time.fromisoformat(clock)) if clock else None

    return at(start), at(end)


def room(nomis: Nomis, event: Row) -> int | None:
    """The id of the room it is in, made when first named; None when it is in none."""
    where = event.get("where") or ""
    return location_id(nomis, where, where.title(), lives=False) if where else None
