"""Movements through the gate, in the order in which they happened."""

from datetime import date, datetime, time

from tests.support.nomis import Nomis
from tests.support.tables import Row


def add_movement(nomis: Nomis, movement: Row) -> None:
    """One movement, the latest of its booking so far; only the latest is active."""
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
