"""Finding out, from the serving copy, which prisons a person's caseloads open."""

from collections.abc import Iterable

import duckdb

from gatehouse.access.caller import Caller

# Agencies that stand for "not in a prison" or "all of them", which open no prison to anybody.
NOT_A_PRISON = ("OUT", "TRN", "ZZGHI", "*ALL*")

_REACHABLE = """
    SELECT DISTINCT accessible.caseload_id, agency.agy_loc_id
    FROM nomis.user_accessible_caseloads AS accessible
    JOIN nomis.caseload_agency_locations AS agency USING (caseload_id)
    WHERE accessible.username = $username AND NOT list_contains($excluded, agency.agy_loc_id)
"""
_WORKING = """
    SELECT working_caseload_id FROM nomis.staff_user_accounts
    WHERE username = $username AND working_caseload_id IS NOT NULL
"""


def caller_from(
    cursor: duckdb.DuckDBPyConnection, username: str, name: str, roles: Iterable[str]
) -> Caller:
    """The caller of that username, with the prisons they can reach at this moment.

    Someone unknown to NOMIS, or without caseloads, is a caller who can reach nothing. A working
    caseload counts only while it is one of their caseloads and stands for a single prison.
    """
    bound = {"username": username, "excluded": list(NOT_A_PRISON)}
    reachable = cursor.execute(_REACHABLE, bound).fetchall()
    working = cursor.execute(_WORKING, {"username": username}).fetchall()
    prisons = frozenset(agency for _, agency in reachable)
    return Caller(
        username=username,
        name=name,
        roles=frozenset(roles),
        caseloads=prisons,
        working_caseload=_prison_of(working[0][0], reachable) if working else None,
    )


def _prison_of(caseload: str, reachable: list[tuple[str, str]]) -> str | None:
    agencies = {agency for held, agency in reachable if held == caseload}
    if caseload in agencies:
        return caseload
    return agencies.pop() if len(agencies) == 1 else None
