"""What the serving copy holds, and how fresh it is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Moment:
    """One consistent state of all tables.

    `position` is the log position (what we knew). `data_as_at` is the source time, in local
    (Europe/London) time, up to which changes have been captured: the last change applied or
    the last heartbeat, whichever is later. `unfit` names the tables that lack a change because of
    an open fault, such as `nomis.offenders`, in order of name.
    """

    position: int
    data_as_at: datetime
    unfit: tuple[str, ...] = ()

    def over(self, tables: Collection[str]) -> "Moment":
        """This moment as it is for what reads these tables alone."""
        return replace(self, unfit=tuple(table for table in self.unfit if table in tables))

    def late_by(self, now: datetime) -> timedelta:
        """How old the data is; `now` in the same local time as `data_as_at`."""
        return now - self.data_as_at

    def is_late(self, now: datetime) -> bool:
        """Whether every output must carry the late-data warning."""
        return self.late_by(now) > LATE_AFTER
