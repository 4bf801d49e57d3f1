"""The memory of a new estate, taken from the full load that was just written."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from gatehouse.contracts import Catalogue, TableName
from gatehouse.estate.live.memory import KEPT, LATEST, Memory
from gatehouse.estate.london import midnight

_IN_CARE = "offender_book_id IN (SELECT offender_book_id FROM in_care)"
# Which rows are remembered; `$today` is the midnight that began the day of the build.
_WHICH = {
    "offender_bookings": _IN_CARE,
    "offender_alerts": _IN_CARE,
    "offender_exclude_acts_schds": _IN_CARE,
    "offender_non_associations": _IN_CARE,
    "offender_program_profiles": "offender_program_status = 'ALLOC'",
    "offender_release_details": "event_status = 'SCH'",
    "offender_course_attendances": "event_date >= $today",
    "course_schedules": "schedule_date >= $today",
    "offender_ind_schedules": "event_date >= $today",
    "offender_visits": "visit_date >= $today",
    "court_events": "event_date >= $today",
} | {
    table: f"{_IN_CARE} QUALIFY row_number() OVER "
    f"(PARTITION BY offender_book_id ORDER BY {seq} DESC) = 1"
    for table, seq in LATEST.items()
}
_CARED_FOR = """
CREATE TABLE in_care AS SELECT DISTINCT offender_book_id FROM read_parquet($files)
WHERE booking_seq = 1 AND (active_flag = 'Y' OR agy_loc_id = 'TRN')
"""
_AT_ONCE = 20_000


def begin_memory(
    out: Path, catalogue: Catalogue, now: datetime, facts: Mapping[str, object]
) -> None:
    """Make the memory of the estate whose load lies in `out`."""
    memory = Memory.create(out, catalogue)
    memory.begin()
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(_CARED_FOR, {"files": _files(out, "offender_bookings")})
        for table in KEPT:
            _take(con, memory, out, catalogue, table=table, now=now)
    for name, value in facts.items():
        memory.remember(name, value)
    memory.commit()
    memory.close()


def _files(out: Path, table: str) -> list[str]:
    return sorted(map(str, (out / "nomis" / table).glob("LOAD*.parquet")))


def _take(
    con: duckdb.DuckDBPyConnection,
    memory: Memory,
    out: Path,
    catalogue: Catalogue,
    *,
    table: str,
    now: datetime,
) -> None:
    files = _files(out, table)
    if not files:
        return
    which = _WHICH.get(table, "true")
    values: dict[str, object] = {"files": files}
    if "$today" in which:
        values["today"] = midnight(now.date())
    contract = catalogue[TableName("nomis", table)]
    names = ", ".join(contract.column_names)
    order = ", ".join(contract.key)
    # Names come from KEPT and the contract, the values are bound.
    con.execute(
        f"SELECT {names} FROM read_parquet($files) WHERE {which} ORDER BY {order}",  # noqa: S608 - own names
        values,
    )
    while rows := con.fetchmany(_AT_ONCE):
        memory.store(table, *(dict(zip(contract.column_names, r, strict=True)) for r in rows))
