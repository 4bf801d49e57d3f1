"""Reference tables: codes, agencies, legal statuses, movement reasons, programmes."""

from datetime import datetime

from gatehouse.estate.activities import PROGRAMMES
from gatehouse.estate.biography import HOSPITAL
from gatehouse.estate.lists import prisons, rows
from gatehouse.estate.loads import Loads
from gatehouse.estate.risk import ASSESSMENTS

_LONG_AGO = datetime(2010, 4, 1)  # noqa: DTZ001 - NOMIS time is naive local
_MOVEMENTS = frozenset({"ADM", "REL", "CRT", "TAP", "TRN"})
# Movements in that the reference list hangs under no parent.
_ORPHANS = {"INT": "ADM"}
_OTHER_AGENCIES = (
    ("OUT", "OUTSIDE", "INST"),
    ("TRN", "TRANSFER", "INST"),
    ("ZZGHI", "GHOST", "INST"),
    (HOSPITAL, "District General Hospital", "OUT"),
    ("OUTWRK", "Community placement", "OUT"),
)


def write_reference(loads: Loads) -> None:
    """Write every reference table."""
    _codes(loads)
    _movement_reasons(loads)
    _agencies(loads)
    _statuses(loads)
    for key, (code, description) in ASSESSMENTS.items():
        loads.add(
            "assessments",
            assessment_id=key,
            assessment_class="TYPE",
            assessment_code=code,
            description=description,
            active_flag="Y",
            update_allowed_flag="Y",
            caseload_type="INST",
            cell_sharing_alert_flag="Y" if code.startswith("CSR") else "N",
            create_datetime=_LONG_AGO,
        )
    for key, (code, description) in PROGRAMMES.items():
        loads.add(
            "program_services",
            program_id=key,
            program_category="PRISON_ACT",
            program_code=code,
            description=description,
            active_flag="Y",
            program_class="PRG",
            create_datetime=_LONG_AGO,
        )


def _codes(loads: Loads) -> None:
    for row in rows("reference_codes"):
        loads.add(
            "reference_codes",
            domain=row["domain"],
            code=row["code"],
            description=row["description"],
            list_seq=int(row["list_seq"]) if row["list_seq"] else None,
            active_flag=row["active_flag"],
            system_data_flag="Y",
            parent_domain=row["parent_domain"] or None,
            parent_code=row["parent_code"] or None,
            create_datetime=_LONG_AGO,
        )


def _movement_reasons(loads: Loads) -> None:
    for row in rows("reference_codes"):
        kind = _ORPHANS.get(row["code"]) or row["parent_code"]
        if row["domain"] == "MOVE_RSN" and kind in _MOVEMENTS:
            loads.add(
                "movement_reasons",
                movement_type=kind,
                movement_reason_code=row["code"],
                description=row["description"],
                active_flag=row["active_flag"],
                open_contact_flag="N",
                close_contact_flag="N",
                update_allowed_flag="Y",
                header_status_flag="Y",
                esc_recap_flag="Y" if row["code"] in {"ESCP", "UAL", "RECA"} else "N",
                unemployment_pay="N",
                create_datetime=_LONG_AGO,
            )


def _agencies(loads: Loads) -> None:
    known = [(p.id, p.name.upper(), "INST") for p in prisons()]
    known += [(r["agy_loc_id"], r["description"], "CRT") for r in rows("courts")]
    for key, description, kind in [*known, *_OTHER_AGENCIES]:
        loads.add(
            "agency_locations",
            agy_loc_id=key,
            description=description,
            long_description=description,
            agency_location_type=kind,
            active_flag="Y",
            updated_allowed_flag="Y",
            bail_office_flag="N",
            housing_lev_1_code="WING" if kind == "INST" else None,
            housing_lev_2_code="LAND" if kind == "INST" else None,
            housing_lev_3_code="CELL" if kind == "INST" else None,
            create_datetime=_LONG_AGO,
        )


def _statuses(loads: Loads) -> None:
    for key, row in enumerate(rows("imprisonment_statuses"), 1):
        loads.add(
            "imprisonment_statuses",
            imprisonment_status_id=key,
            imprisonment_status=row["imprisonment_status"],
            description=row["description"],
            band_code=row["band_code"],
            rank_value=int(row["rank_value"]),
            active_flag=row["active_flag"],
            create_datetime=_LONG_AGO,
        )
