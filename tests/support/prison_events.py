"""What people have on, from each of the sources."""

from tests.support.nomis import Nomis
from tests.support.prison_activities import add_activity
from tests.support.prison_times import room, times
from tests.support.tables import Row


def _court(nomis: Nomis, event: Row) -> None:
    start, end = times(nomis, event)
    out = {
        "event_id": nomis.new_id(),
        "offender_book_id": nomis.bookings[event["number"]],
        "event_date": nomis.midnight(),
        "start_time": start,
        "end_time": end,
        "court_event_type": event.get("what") or "CRT",
        "event_status": event.get("status") or "SCH",
        "agy_loc_id": event.get("where") or "SHEFCC",
        "direction_code": "OUT",
    }
    back = out | {
        "event_id": nomis.new_id(),
        "direction_code": "IN",
        "parent_event_id": out["event_id"],
    }
    nomis.tables["court_events"] += [out, back]


def _hearing(nomis: Nomis, event: Row) -> None:
    incident = nomis.new_id()
    start, _ = times(nomis, event)
    nomis.tables["agency_incident_parties"].append(
        {
            "agency_incident_id": incident,
            "party_seq": 1,
            "oic_incident_id": incident,
            "offender_book_id": nomis.bookings[event["number"]],
        }
    )
    nomis.tables["oic_hearings"].append(
        {
            "oic_hearing_id": nomis.new_id(),
            "oic_incident_id": incident,
            "oic_hearing_type": "GOV_ADULT",
            "hearing_date": nomis.midnight(),
            "hearing_time": start,
            "event_status": event.get("status") or "SCH",
            "internal_location_id": room(nomis, event),
        }
    )


def _release(nomis: Nomis, event: Row) -> None:
    start, _ = times(nomis, event)
    nomis.tables["offender_release_details"].append(
        {
            "offender_book_id": nomis.bookings[event["number"]],
            "release_date": start or nomis.midnight(),
            "movement_type": "REL",
            "event_status": event.get("status") or "SCH",
            "event_id": nomis.new_id(),
        }
    )


def _visit(nomis: Nomis, event: Row) -> None:
    start, end = times(nomis, event)
    nomis.tables["offender_visits"].append(
        {
            "offender_visit_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "agy_loc_id": nomis.prison_id,
            "visit_date": nomis.midnight(),
            "start_time": start,
            "end_time": end,
            "visit_type": event.get("what") or "SCON",
            "visit_status": event.get("status") or "SCH",
            "visit_internal_location_id": room(nomis, event),
        }
    )


def _scheduled(nomis: Nomis, event: Row) -> None:
    start, end = times(nomis, event)
    kind = {"temporary absence": "TAP", "transfer": "TRN", "appointment": "APP"}[event["kind"]]
    outside = kind != "APP"
    nomis.tables["offender_ind_schedules"].append(
        {
            "event_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "event_date": nomis.midnight(),
            "start_time": start,
            "end_time": end,
            "event_class": "EXT_MOV" if outside else "INT_MOV",
            "event_type": kind,
            "event_sub_type": event.get("what") or ("C5" if outside else "KWS"),
            "event_status": event.get("status") or "SCH",
            "direction_code": "OUT" if outside else None,
            "agy_loc_id": nomis.prison_id,
            "to_agy_loc_id": event.get("where") if outside else None,
            "to_internal_location_id": None if outside else room(nomis, event),
        }
    )


EVENTS = {
    "activity": add_activity,
    "court": _court,
    "adjudication hearing": _hearing,
    "release": _release,
    "visit": _visit,
    "temporary absence": _scheduled,
    "transfer": _scheduled,
    "appointment": _scheduled,
}
