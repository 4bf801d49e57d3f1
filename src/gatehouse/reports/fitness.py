"""What a report says when its data is late or incomplete, and what it must not be used for then.

Fit is neither. Late: no change has arrived for a while. Incomplete: a table that the report reads
has records in quarantine, so what they would have changed is not on it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from gatehouse.lake.moment import Moment
from gatehouse.reports.names import listed

UNLOCK_MUST_NOT = "Do not unlock, count or release anyone by this list alone"
ROLL_MUST_NOT = "Do not agree a roll or account for anyone in a fire by this alone"
ACTIVITIES_MUST_NOT = "Do not decide that someone is absent by this alone"

_CHECK = "check with the wing or the control room."
# What a person calls the records of a table.
_RECORDS = {
    "agency_incident_parties": "adjudication hearings",
    "agency_internal_locations": "cells and places",
    "agency_locations": "prisons",
    "assessments": "security categories",
    "bed_assignment_histories": "cell moves",
    "course_activities": "activities",
    "course_schedules": "activity sessions",
    "court_events": "court appearances",
    "offender_alerts": "alerts",
    "offender_assessments": "security categories",
    "offender_bookings": "who is in prison and in which cell",
    "offender_course_attendances": "attendance at activities",
    "offender_exclude_acts_schds": "exclusions from activities",
    "offender_external_movements": "movements in and out",
    "offender_identifiers": "former prison numbers",
    "offender_iep_levels": "incentive levels",
    "offender_ind_schedules": "appointments",
    "offender_na_details": "non-associations",
    "offender_program_profiles": "allocations to activities",
    "offender_release_details": "releases",
    "offender_visits": "visits",
    "offenders": "names and prison numbers",
    "oic_hearings": "adjudication hearings",
    "program_services": "activities",
    "reference_codes": "names of codes",
}


def fitness_warnings(moment: Moment, now: datetime, must_not: str) -> tuple[str, ...]:
    """The warnings of a report made `now` (local time), or none while its data is fit.

    The moment is that of the tables which the report reads (`Moment.over`).
    """
    warnings = []
    if moment.is_late(now):
        ago = _span(moment.late_by(now))
        as_at = f"{moment.data_as_at:%H:%M on %-d %B %Y}"
        warnings.append(
            f"Late data: this shows the prison as it was {ago} ago, at {as_at}. "
            f"{must_not}: {_CHECK}"
        )
    if moment.unfit:
        warnings.append(
            f"Incomplete data: some records could not be read: {records_words(moment.unfit)}. "
            f"This may miss people or events, or show what has since changed. {must_not}: {_CHECK}"
        )
    return tuple(warnings)


def records_words(tables: Iterable[str]) -> str:
    """What the records of some tables are, as people call them: alerts and visits."""
    return listed(sorted({_records(table) for table in tables}))


def _records(table: str) -> str:
    short = table.rpartition(".")[2]
    return _RECORDS.get(short, short.removeprefix("offender_").replace("_", " "))


def _span(late: timedelta) -> str:
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    parts = [_count(hours, "hour"), _count(minutes, "minute")]
    return " ".join(part for part in parts if part)


def _count(number: int, one: str) -> str:
    if not number:
        return ""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
