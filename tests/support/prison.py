"""From tables of people and events, written as a prison would say them, to NOMIS rows.

People: number, last, first, cell (`A-1-001`, `RECP`, `CSWAP`, `-` for none, `?` for a place not
known), status (`IN`, `OUT CRT CRT 2026-11-24 08:40`), category, alerts (`HA XCU`).
Events: number, kind, what, where, time (`09:00-11:30`, `09:00`, `-`), slot, status, record.
Movements, in order: number (`A1001AA`, or `A1001AA/2` for the booking before), when, kind,
reason, direction, from, to, and day when MOVEMENT_DATE is not that of the time.
Every table may be left out; so may every column but the number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.support.duck import NomisRow
from tests.support.tables import Row

CATEGORY_ASSESSMENT, CSRA_ASSESSMENT = 1, 2
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
WORDS = {
    ("SUP_LVL_TYPE", "C"): "Cat C",
    ("SUP_LVL_TYPE", "A"): "Cat A",
    ("SUP_LVL_TYPE", "HI"): "High",
    ("IEP_LEVEL", "STD"): "Standard",
    ("MOVE_RSN", "CRT"): "Court appearance",
    ("MOVE_RSN", "C5"): "Outpatient",
    ("MOVE_TYPE", "CRT"): "Court",
    ("MOVE_TYPE", "TAP"): "Temporary Absence",
    ("INT_SCH_RSN", "MEDE"): "Dentist",
    ("INT_SCH_RSN", "KWS"): "Key work",
    ("INT_SCH_RSN", "EDUC"): "Education",
}


@dataclass
class Nomis:
    """NOMIS rows by table, and the ids given out on the way."""

    prison_id: str
    on: date
    tables: dict[str, list[NomisRow]] = field(default_factory=lambda: defaultdict(list))
    bookings: dict[str, int] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    sessions: dict[tuple[str, str], int] = field(default_factory=dict)
    next_id: int = 1000

    def new_id(self) -> int:
        """An id not used before."""
        self.next_id += 1
        return self.next_id


def nomis_of(prison_id: str, on: date, tables: Mapping[str, Sequence[Row]]) -> Nomis:
    """Rows for one prison and day from `people`, `places`, `events` and `apart`."""
    nomis = Nomis(prison_id, on)
    names = {"MDI": "Moorland (HMP & YOI)", "LEI": "Leeds (HMP)"}
    nomis.tables["agency_locations"] += [
        {"agy_loc_id": prison, "description": name} for prison, name in names.items()
    ]
    nomis.tables["agency_locations"].append({"agy_loc_id": "SHEFCC", "description": "Sheffield CC"})
    nomis.tables["reference_codes"] += [
        {"domain": domain, "code": code, "description": words}
        for (domain, code), words in WORDS.items()
    ]
    nomis.tables["assessments"] += [
        {"assessment_id": CATEGORY_ASSESSMENT, "assessment_code": "CATEGORY"},
        {"assessment_id": CSRA_ASSESSMENT, "assessment_code": "CSR"},
    ]
    for place in tables.get("places", ()):
        _add_place(nomis, place)
    for person in tables.get("people", ()):
        _add_person(nomis, person)
    for event in tables.get("events", ()):
        _EVENTS[event["kind"]](nomis, event)
    for pair in tables.get("apart", ()):
        _add_pair(nomis, pair)
    for movement in tables.get("movements", ()):
        _add_gate_movement(nomis, movement)
    for merge in tables.get("merged", ()):
        nomis.tables["offender_identifiers"].append(
            {
                "offender_id": nomis.bookings[merge["number"]],
                "offender_id_seq": nomis.new_id(),
                "identifier_type": "MERGED",
                "identifier": merge["former"],
            }
        )
    return nomis


def location_id(nomis: Nomis, path: str, name: str = "", *, lives: bool = True) -> int:
    """The id of a place by its path without the prison, made with all that contain it."""
    if path not in nomis.locations:
        above, _, code = path.rpartition("-")
        parent = location_id(nomis, above, lives=lives) if above else None
        level = path.count("-")
        nomis.locations[path] = nomis.new_id()
        nomis.tables["agency_internal_locations"].append(
            {
                "internal_location_id": nomis.locations[path],
                "parent_internal_location_id": parent,
                "internal_location_code": code,
                "internal_location_type": ("WING", "LAND", "CELL")[min(level, 2)],
                "agy_loc_id": nomis.prison_id,
                "description": f"{nomis.prison_id}-{path}",
                "user_desc": name or None,
                "unit_type": "NA" if lives else None,
                "certified_flag": "N" if path in ("RECP", "COURT", "TAP", "CSWAP") else "Y",
                "active_flag": "Y",
                "capacity": 2,
                "operation_capacity": 1,
            }
        )
    return nomis.locations[path]


def _add_place(nomis: Nomis, place: Row) -> None:
    lives = place.get("lives", "no") == "yes"
    identifier = location_id(nomis, place["path"], place.get("name", ""), lives=lives)
    row = next(
        row
        for row in nomis.tables["agency_internal_locations"]
        if row["internal_location_id"] == identifier
    )
    for column in ("capacity", "operation_capacity"):
        if place.get(column):
            row[column] = int(place[column])
    if place.get("out_of_order"):
        row |= {
            "deactivate_date": datetime(2026, 1, 1),
            "deactivate_reason_code": place["out_of_order"],
            "active_flag": "N",
        }


def _add_person(nomis: Nomis, person: Row) -> None:
    number = person["number"]
    identifier = nomis.bookings.setdefault(number, nomis.new_id())
    state, *movement = (person.get("status") or "IN").split()
    nomis.tables["offenders"].append(
        {
            "offender_id": identifier,
            "root_offender_id": identifier,
            "offender_id_display": number,
            "last_name": (person.get("last") or number).upper(),
            "first_name": (person.get("first") or "Sam").upper(),
        }
    )
    nomis.tables["offender_bookings"].append(
        {
            "offender_book_id": identifier,
            "offender_id": identifier,
            "root_offender_id": identifier,
            "booking_begin_date": datetime(2026, 1, 1),
            "booking_seq": 1,
            "active_flag": person.get("active") or "Y",
            "agy_loc_id": person.get("prison") or nomis.prison_id,
            "living_unit_id": _living_unit(nomis, person.get("cell") or "-"),
            "in_out_status": state,
        }
    )
    if movement:
        kind, reason, day, clock = movement
        _add_movement(nomis, identifier, kind, reason, f"{day} {clock}")
    _add_risk(nomis, identifier, person)


def _living_unit(nomis: Nomis, cell: str) -> int | None:
    if cell == "-":
        return None
    return nomis.new_id() if cell == "?" else location_id(nomis, cell)


def _add_movement(nomis: Nomis, booking: int, kind: str, reason: str, when: str) -> None:
    moment = datetime.fromisoformat(when)
    nomis.tables["offender_external_movements"].append(
        {
            "offender_book_id": booking,
            "movement_seq": 1,
            "movement_date": datetime.combine(moment.date(), time()),
            "movement_time": moment,
            "movement_type": kind,
            "movement_reason_code": reason,
            "direction_code": "OUT",
            "from_agy_loc_id": nomis.prison_id,
            "active_flag": "Y",
        }
    )


def _add_gate_movement(nomis: Nomis, movement: Row) -> None:
    number, _, earlier = movement["number"].partition("/")
    booking = _earlier_booking(nomis, number) if earlier else nomis.bookings[number]
    when = datetime.fromisoformat(movement["when"])
    day = date.fromisoformat(movement["day"]) if movement.get("day") else when.date()
    held = nomis.tables["offender_external_movements"]
    own = [row for row in held if row["offender_book_id"] == booking]
    for row in own:
        row["active_flag"] = "N"
    held.append(
        {
            "offender_book_id": booking,
            "movement_seq": len(own) + 1,
            "movement_date": datetime.combine(day, time()),
            "movement_time": when,
            "movement_type": movement["kind"],
            "movement_reason_code": movement.get("reason"),
            "direction_code": movement["direction"],
            "from_agy_loc_id": movement.get("from") or None,
            "to_agy_loc_id": movement.get("to") or None,
            "active_flag": "Y",
        }
    )


def _earlier_booking(nomis: Nomis, number: str) -> int:
    key = f"{number}/2"
    if key not in nomis.bookings:
        nomis.bookings[key] = nomis.new_id()
        nomis.tables["offender_bookings"].append(
            {
                "offender_book_id": nomis.bookings[key],
                "offender_id": nomis.bookings[number],
                "root_offender_id": nomis.bookings[number],
                "booking_begin_date": datetime(2025, 1, 1),
                "booking_seq": 2,
                "active_flag": "N",
                "agy_loc_id": "OUT",
                "in_out_status": "OUT",
            }
        )
    return nomis.bookings[key]


def _add_risk(nomis: Nomis, booking: int, person: Row) -> None:
    if person.get("category"):
        nomis.tables["offender_assessments"].append(
            {
                "offender_book_id": booking,
                "assessment_seq": 1,
                "assessment_type_id": CATEGORY_ASSESSMENT,
                "assessment_date": datetime(2026, 2, 1),
                "assess_status": "A",
                "calc_sup_level_type": person["category"],
            }
        )
    for sequence, code in enumerate((person.get("alerts") or "").split()):
        nomis.tables["offender_alerts"].append(
            {
                "offender_book_id": booking,
                "alert_seq": sequence,
                "alert_type": code[0],
                "alert_code": code,
                "alert_date": datetime(2026, 1, 1),
                "alert_status": "ACTIVE",
            }
        )


def _add_pair(nomis: Nomis, pair: Row) -> None:
    nomis.tables["offender_na_details"].append(
        {
            "offender_id": nomis.bookings[pair["number"]],
            "ns_offender_id": nomis.bookings[pair["other"]],
            "type_seq": 1,
            "ns_effective_date": datetime.fromisoformat(pair.get("from") or "2026-01-01"),
            "ns_expiry_date": datetime.fromisoformat(pair["until"]) if pair.get("until") else None,
        }
    )


def _times(nomis: Nomis, event: Row) -> tuple[datetime | None, datetime | None]:
    start, _, end = (event.get("time") or "-").partition("-")

    def at(clock: str) -> datetime | None:
        return datetime.combine(nomis.on, time.fromisoformat(clock)) if clock else None

    return at(start), at(end)


def _room(nomis: Nomis, event: Row) -> int | None:
    where = event.get("where") or ""
    return location_id(nomis, where, where.title(), lives=False) if where else None


def _midnight(nomis: Nomis) -> datetime:
    return datetime.combine(nomis.on, time())


def _activity(nomis: Nomis, event: Row) -> None:
    what, slot = event["what"], event.get("slot") or ""
    booking = nomis.bookings[event["number"]]
    start, end = _times(nomis, event)
    status = event.get("status") or "SCH"
    if what not in nomis.activities:
        nomis.activities[what] = nomis.new_id()
        nomis.tables["program_services"].append(
            {"program_id": nomis.activities[what], "description": event.get("category") or "Other"}
        )
        nomis.tables["course_activities"].append(
            {
                "crs_acty_id": nomis.activities[what],
                "program_id": nomis.activities[what],
                "agy_loc_id": nomis.prison_id,
                "description": what,
                "internal_location_id": _room(nomis, event),
            }
        )
    activity = nomis.activities[what]
    session_key = (what, event.get("time") or "")
    if session_key not in nomis.sessions:
        nomis.sessions[session_key] = nomis.new_id()
        nomis.tables["course_schedules"].append(
            {
                "crs_sch_id": nomis.sessions[session_key],
                "crs_acty_id": activity,
                "schedule_date": _midnight(nomis),
                "start_time": start,
                "end_time": end,
                "slot_category_code": slot or None,
                "schedule_status": "CANC" if status == "CANC" else "SCH",
                "catch_up_crs_sch_id": 1 if status == "CATCH_UP" else None,
            }
        )
    allocation = nomis.new_id()
    nomis.tables["offender_program_profiles"].append(
        {
            "off_prgref_id": allocation,
            "offender_book_id": booking,
            "crs_acty_id": activity,
            "offender_program_status": "END" if status.startswith("END") else "ALLOC",
            "offender_start_date": datetime(2026, 1, 1),
            "offender_end_date": (
                datetime.fromisoformat(f"{nomis.on} {status.split()[1]}")
                if status.startswith("END")
                else None
            ),
            "suspended_flag": "Y" if status == "SUSPENDED" else None,
        }
    )
    if status.startswith("EXCLUDED"):
        _, day, *excluded_slot = status.split()
        nomis.tables["offender_exclude_acts_schds"].append(
            {
                "offender_exclude_act_schd_id": nomis.new_id(),
                "offender_book_id": booking,
                "off_prgref_id": allocation,
                "crs_acty_id": activity,
                "exclude_day": day,
                "slot_category_code": excluded_slot[0] if excluded_slot else None,
            }
        )
    record = event.get("record") or "to record"
    if record != "none":
        nomis.tables["offender_course_attendances"].append(
            {
                "event_id": nomis.new_id(),
                "offender_book_id": booking,
                "event_date": _midnight(nomis),
                "crs_sch_id": nomis.sessions[session_key],
                "crs_acty_id": activity,
                "event_outcome": None if record == "to record" else record,
                "event_status": "SCH" if record == "to record" else "COMP",
            }
        )


def _court(nomis: Nomis, event: Row) -> None:
    start, end = _times(nomis, event)
    out = {
        "event_id": nomis.new_id(),
        "offender_book_id": nomis.bookings[event["number"]],
        "event_date": _midnight(nomis),
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
    start, _ = _times(nomis, event)
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
            "hearing_date": _midnight(nomis),
            "hearing_time": start,
            "event_status": event.get("status") or "SCH",
            "internal_location_id": _room(nomis, event),
        }
    )


def _release(nomis: Nomis, event: Row) -> None:
    start, _ = _times(nomis, event)
    nomis.tables["offender_release_details"].append(
        {
            "offender_book_id": nomis.bookings[event["number"]],
            "release_date": start or _midnight(nomis),
            "movement_type": "REL",
            "event_status": event.get("status") or "SCH",
            "event_id": nomis.new_id(),
        }
    )


def _visit(nomis: Nomis, event: Row) -> None:
    start, end = _times(nomis, event)
    nomis.tables["offender_visits"].append(
        {
            "offender_visit_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "agy_loc_id": nomis.prison_id,
            "visit_date": _midnight(nomis),
            "start_time": start,
            "end_time": end,
            "visit_type": event.get("what") or "SCON",
            "visit_status": event.get("status") or "SCH",
            "visit_internal_location_id": _room(nomis, event),
        }
    )


def _scheduled(nomis: Nomis, event: Row) -> None:
    start, end = _times(nomis, event)
    kind = {"temporary absence": "TAP", "transfer": "TRN", "appointment": "APP"}[event["kind"]]
    outside = kind != "APP"
    nomis.tables["offender_ind_schedules"].append(
        {
            "event_id": nomis.new_id(),
            "offender_book_id": nomis.bookings[event["number"]],
            "event_date": _midnight(nomis),
            "start_time": start,
            "end_time": end,
            "event_class": "EXT_MOV" if outside else "INT_MOV",
            "event_type": kind,
            "event_sub_type": event.get("what") or ("C5" if outside else "KWS"),
            "event_status": event.get("status") or "SCH",
            "direction_code": "OUT" if outside else None,
            "agy_loc_id": nomis.prison_id,
            "to_agy_loc_id": event.get("where") if outside else None,
            "to_internal_location_id": None if outside else _room(nomis, event),
        }
    )


_EVENTS = {
    "activity": _activity,
    "court": _court,
    "adjudication hearing": _hearing,
    "release": _release,
    "visit": _visit,
    "temporary absence": _scheduled,
    "transfer": _scheduled,
    "appointment": _scheduled,
}


def rows(nomis: Nomis) -> Iterable[tuple[str, list[NomisRow]]]:
    """The rows by table."""
    return nomis.tables.items()
