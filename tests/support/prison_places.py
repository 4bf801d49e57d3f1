"""Places of a prison by their path without the prison: `A-1-001`, `RECP`, `GYM`."""

from datetime import datetime

from tests.support.nomis import Nomis
from tests.support.tables import Row

_UNCERTIFIED = ("RECP", "COURT", "TAP", "CSWAP")


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
                "certified_flag": "N" if path in _UNCERTIFIED else "Y",
                "active_flag": "Y",
                "capacity": 2,
                "operation_capacity": 1,
            }
        )
    return nomis.locations[path]


def add_place(nomis: Nomis, place: Row) -> None:
    """A place with what the table says of it; the rest is that of any cell in use."""
    lives = place.get("lives", "no") == "yes"
    identifier = location_id(nomis, place["path"], place.get("name", ""), lives=lives)
    row = next(
        row
        for row in nomis.tables["agency_internal_locations"]
        if row["internal_location_id"] == identifier
    )
    for column in ("capacity", "operation_capacity", "cna_no"):
        if place.get(column):
            row[column] = int(place[column])
    if place.get("type"):
        row["internal_location_type"] = place["type"]
    if place.get("certified"):
        row["certified_flag"] = "Y" if place["certified"] == "yes" else "N"
    if reason := place.get("out_of_order"):
        row |= {
            "deactivate_date": datetime.fromisoformat(place.get("from") or "2026-01-01"),
            "reactivate_date": (
                datetime.fromisoformat(place["until"]) if place.get("until") else None
            ),
            "deactivate_reason_code": None if reason == "not said" else reason,
            "active_flag": "N",
        }
