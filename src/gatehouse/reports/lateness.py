"""What a report says when its data is late, and what it must not be used for then."""

from datetime import datetime, timedelta

from gatehouse.lake.moment import Moment

UNLOCK_MUST_NOT = "Do not unlock, count or release anyone by this list alone"
ROLL_MUST_NOT = "Do not agree a roll or account for anyone in a fire by this alone"
ACTIVITIES_MUST_NOT = "Do not decide that someone is absent by this alone"


def late_warnings(moment: Moment, now: datetime, must_not: str) -> tuple[str, ...]:
    """The warning of a report made `now` (local time), or none while the data is fresh."""
    if not moment.is_late(now):
        return ()
    ago = _span(moment.late_by(now))
    as_at = f"{moment.data_as_at:%H:%M on %-d %B %Y}"
    return (
        (
            f"Late data: this shows the prison as it was {ago} ago, at {as_at}. {must_not}: "
            "check with the wing or the control room."
        ),
    )


def _span(late: timedelta) -> str:
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    parts = [_count(hours, "hour"), _count(minutes, "minute")]
    return " ".join(part for part in parts if part)


def _count(number: int, one: str) -> str:
    if not number:
        return ""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
