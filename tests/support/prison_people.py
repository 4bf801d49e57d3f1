"""People of a prison, the names they go by, and whom they must not meet."""

from datetime import datetime

from tests.support.nomis import Nomis
from tests.support.prison_movements import add_movement
from tests.support.prison_places import location_id
from tests.support.prison_risk import add_alert, add_assessment
from tests.support.tables import Row


def add_person(nomis: Nomis, person: Row) -> None:
    """A person with a booking and, as far as the table says, a movement, category and alerts."""
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
            "birth_date": datetime.fromisoformat(person["born"]) if person.get("born") else None,
        }
    )
    nomis.tables["offender_bookings"].append(
        {
            "offender_book_id": identifier,
            "offender_id": identifier,
            "root_offender_id": identifier,
            "booking_begin_date": datetime(2026, 1, 1),
            "booking_seq": int(person.get("booking") or 1),
            "active_flag": person.get("active") or "Y",
            "agy_loc_id": person.get("prison") or nomis.prison_id,
            "living_unit_id": _living_unit(nomis, person.get("cell") or "-"),
            "in_out_status": state,
        }
    )
    if movement:
        kind, reason, day, clock = movement
        about = {"kind": kind, "reason": reason, "direction": "OUT", "from": nomis.prison_id}
        add_movement(nomis, {"number": number, "when": f"{day} {clock}"} | about)
    if person.get("category"):
        category = {"kind": "CATEGORY", "calculated": person["category"]}
        add_assessment(nomis, {"number": number} | category)
    for code in (person.get("alerts") or "").split():
        add_alert(nomis, {"number": number, "code": code})


def add_alias(nomis: Nomis, alias: Row) -> None:
    """Another name of a person, which the booking goes by from now on."""
    identifier, root = nomis.new_id(), nomis.bookings[alias["number"]]
    nomis.tables["offenders"].append(
        {
            "offender_id": identifier,
            "root_offender_id": root,
            "alias_offender_id": root,
            "offender_id_display": alias["number"],
            "last_name": alias["last"].upper(),
            "first_name": alias["first"].upper(),
        }
    )
    for booking in nomis.tables["offender_bookings"]:
        if booking["root_offender_id"] == root:
            booking["offender_id"] = identifier


def add_pair(nomis: Nomis, pair: Row) -> None:
    """Two people to be kept apart; unless said, since January and without an end."""
    nomis.tables["offender_na_details"].append(
        {
            "offender_id": nomis.bookings[pair["number"]],
            "ns_offender_id": nomis.bookings[pair["other"]],
            "type_seq": 1,
            "ns_effective_date": datetime.fromisoformat(pair.get("from") or "2026-01-01"),
            "ns_expiry_date": datetime.fromisoformat(pair["until"]) if pair.get("until") else None,
        }
    )


def _living_unit(nomis: Nomis, cell: str) -> int | None:
    if cell == "-":
        return None
    return nomis.new_id() if cell == "?" else location_id(nomis, cell)
