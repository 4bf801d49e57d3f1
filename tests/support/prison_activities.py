"""Activities: their sessions, who is allocated, who is excluded, and attendance."""

from datetime import datetime

from tests.support.nomis import Nomis
from tests.support.prison_times import room, times
from tests.support.tables import Row


def add_activity(nomis: Nomis, event: Row) -> None:
    """Put a person down for a session; it and its activity are made when first named."""
    activity = _activity(nomis, event)
    session = _session(nomis, event, activity)
    allocation = _allocate(nomis, event, activity)
    _exclude(nomis, event, activity, allocation)
    _record(nomis, event, activity, session)


def _activity(nomis: Nomis, event: Row) -> int:
    what = event["what"]
    if what not in nomis.activities:
        key = nomis.activities[what] = nomis.new_id()
        nomis.tables["program_services"].append(
            {"program_id": key, "description": event.get("category") or "Other"}
        )
        nomis.tables["course_activities"].append(
            {
                "crs_acty_id": key,
                "program_id": key,
                "agy_loc_id": nomis.prison_id,
                "description": what,
                "internal_location_id": room(nomis, event),
            }
        )
    return nomis.activities[what]


def _session(nomis: Nomis, event: Row, activity: int) -> int:
    key = (event["what"], event.get("time") or "")
    if key not in nomis.sessions:
        nomis.sessions[key] = nomis.new_id()
        start, end = times(nomis, event)
        nomis.tables["course_schedules"].append(
            {
                "crs_sch_id": nomis.sessions[key],
                "crs_acty_id": activity,
                "schedule_date": nomis.midnight(),
                "start_time": start,
                "end_time": end,
                "slot_category_code": event.get("slot") or None,
                "schedule_status": "CANC" if _status(event) == "CANC" else "SCH",
                "catch_up_crs_sch_id": 1 if _status(event) == "CATCH_UP" else None,
            }
        )
    return nomis.sessions[key]


def _status(event: Row) -> str:
    return event.get("status") or "SCH"


def _allocate(nomis: Nomis, event: Row, activity: int) -> int:
    allocation = nomis.new_id()
    kind, _, when = _status(event).partition(" ")
    began, ended = datetime(2026, 1, 1), None
    if kind == "END":
        ended = datetime.fromisoformat(f"{nomis.on} {when}")
    elif kind == "UNTIL":
        ended = datetime.fromisoformat(when)
    elif kind == "FROM":
        began = datetime.fromisoformat(when)
    nomis.tables["offender_program_profiles"].append(
        {
            "off_prgref_id": allocation,
            "offender_book_id": nomis.bookings[event["number"]],
            "crs_acty_id": activity,
            "offender_program_status": "END" if kind == "END" else "ALLOC",
            "offender_start_date": began,
            "offender_end_date": ended,
            "suspended_flag": "Y" if kind == "SUSPENDED" else None,
        }
    )
    return allocation


def _exclude(nomis: Nomis, event: Row, activity: int, allocation: int) -> None:
    if not _status(event).startswith("EXCLUDED"):
        return
    _, day, *slot = _status(event).split()
    nomis.tables["offender_exclude_acts_schds"].append(
        {
            "offender_exclude_act_schd_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "off_prgref_id": allocation,
            "crs_acty_id": activity,
            "exclude_day": day,
            "slot_category_code": slot[0] if slot else None,
        }
    )


def _record(nomis: Nomis, event: Row, activity: int, session: int) -> None:
    record = event.get("record") or "to record"
    if record == "none":
        return
    nomis.tables["offender_course_attendances"].append(
        {
            "event_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "event_date": nomis.midnight(),
            "crs_sch_id": session,
            "crs_acty_id": activity,
            "event_outcome": None if record == "to record" else record,
            "event_status": "SCH" if record == "to record" else "COMP",
        }
    )
