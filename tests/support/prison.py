"""From tables of people and events, written as a prison would say them, to NOMIS rows.

People: number, last, first, cell (`A-1-001`, `RECP`, `CSWAP`, `-` for none, `?` for a place not
known), status (`IN`, `OUT CRT CRT 2026-11-24 08:40`), category, alerts (`HA XCU`), active, prison,
booking (its sequence, 1 being the latest).
Places: path, name, lives, type, certified, capacity, operation_capacity, cna_no, and out_of_order
(a reason, or `not said`) with from and until.
Events: number, kind, what, where, time (`09:00-11:30`, `09:00`, `-`), slot, status, record. The
status of an activity may be `END 09:30`, `FROM` or `UNTIL 2026-11-24` (the allocation), SUSPENDED,
`EXCLUDED TUE AM`, CATCH_UP or CANC.
Movements, in order: number (`A1001AA`, or `A1001AA/2` for the booking before), when, kind,
reason, direction, from, to, and day when MOVEMENT_DATE is not that of the time.
Assessments: number, kind, date, calculated, overridden, reviewed, status, result.
Alerts raised: number, code, status, expires. Aliases: number, last, first (the name in use).
Caseloads: username, caseload, agency.
Every table may be left out; so may every column but the number.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from tests.support.nomis import ASSESSMENTS, Nomis
from tests.support.prison_events import EVENTS
from tests.support.prison_movements import add_movement
from tests.support.prison_people import add_alias, add_pair, add_person
from tests.support.prison_places import add_place
from tests.support.prison_risk import add_alert, add_assessment
from tests.support.tables import Row

__all__ = ["Nomis", "nomis_of"]

PRISONS = {"MDI": "Moorland (HMP & YOI)", "LEI": "Leeds (HMP)"}
WORDS = {
    ("SUP_LVL_TYPE", "C"): "Cat C",
    ("SUP_LVL_TYPE", "A"): "Cat A",
    ("SUP_LVL_TYPE", "B"): "Cat B",
    ("SUP_LVL_TYPE", "D"): "Cat D",
    ("SUP_LVL_TYPE", "HI"): "High",
    ("SUP_LVL_TYPE", "STANDARD"): "Standard",
    ("IEP_LEVEL", "STD"): "Standard",
    ("MOVE_RSN", "CRT"): "Court appearance",
    ("MOVE_RSN", "C5"): "Outpatient",
    ("MOVE_TYPE", "CRT"): "Court",
    ("MOVE_TYPE", "TAP"): "Temporary Absence",
    ("INT_SCH_RSN", "MEDE"): "Dentist",
    ("INT_SCH_RSN", "KWS"): "Key work",
    ("INT_SCH_RSN", "EDUC"): "Education",
}


def nomis_of(prison_id: str, on: date, tables: Mapping[str, Sequence[Row]]) -> Nomis:
    """Rows for one prison and day from the tables that there are."""
    nomis = Nomis(prison_id, on)
    _add_reference(nomis)
    for name, add in _TABLES.items():
        for row in tables.get(name, ()):
            add(nomis, row)
    return nomis


def _add_reference(nomis: Nomis) -> None:
    nomis.tables["agency_locations"] += [
        {"agy_loc_id": agency, "description": name}
        for agency, name in {**PRISONS, "SHEFCC": "Sheffield CC"}.items()
    ]
    nomis.tables["reference_codes"] += [
        {"domain": domain, "code": code, "description": words}
        for (domain, code), words in WORDS.items()
    ]
    nomis.tables["assessments"] += [
        {"assessment_id": identifier, "assessment_code": code}
        for code, identifier in ASSESSMENTS.items()
    ]


def _add_event(nomis: Nomis, event: Row) -> None:
    EVENTS[event["kind"]](nomis, event)


def _add_merge(nomis: Nomis, merge: Row) -> None:
    nomis.tables["offender_identifiers"].append(
        {
            "offender_id": nomis.bookings[merge["number"]],
            "offender_id_seq": nomis.new_id(),
            "identifier_type": "MERGED",
            "identifier": merge["former"],
        }
    )


def _add_caseload(nomis: Nomis, caseload: Row) -> None:
    held = {"username": caseload["username"], "caseload_id": caseload["caseload"]}
    agency = {"caseload_id": caseload["caseload"], "agy_loc_id": caseload["agency"]}
    for table, row in (
        ("user_accessible_caseloads", held),
        ("caseload_agency_locations", agency),
    ):
        if row not in nomis.tables[table]:
            nomis.tables[table].append(dict(row))


_TABLES: Mapping[str, Callable[[Nomis, Row], None]] = {
    "places": add_place,
    "people": add_person,
    "aliases": add_alias,
    "assessments": add_assessment,
    "alerts raised": add_alert,
    "events": _add_event,
    "apart": add_pair,
    "movements": add_movement,
    "merged": _add_merge,
    "caseloads": _add_caseload,
}
