"""The whole estate: first load of every table, then unlock lists with everybody in it.

    python -m benchmarks.full_estate [prisons] [history days]

Peers in the same run: plain DuckDB making tables of the same files, with no checks, no log and no
contract; and one plain query that reads a prison's people.
"""

import multiprocessing
import shutil
import statistics
import sys
import tempfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measuring import measured, timed
from gatehouse.access import Caller, Scope, decide
from gatehouse.contracts import Catalogue
from gatehouse.definitions import Product, Products
from gatehouse.estate.build import build_estate
from gatehouse.lake import Intake, Serving
from gatehouse.operations.clock import local_now
from gatehouse.reports.unlock import build_unlock_list, list_of_day, read_day
from gatehouse.reports.unlock.model import Slot, UnlockFilters
from gatehouse.shipped import shipped

LOAD_ROWS_PER_SECOND = 200_000
LOAD_MEGABYTES = 4096
LIST_SECONDS = 0.150
ALL_LISTS_SECONDS = 30.0

_PEOPLE = """
    SELECT booking.offender_book_id, person.last_name, place.description
    FROM nomis.offender_bookings booking
    JOIN nomis.offenders person USING (offender_id)
    LEFT JOIN nomis.agency_internal_locations place
        ON place.internal_location_id = booking.living_unit_id
    WHERE booking.agy_loc_id = $prison AND booking.active_flag = 'Y' AND booking.booking_seq = 1
    ORDER BY place.description
"""
_EVERYBODY = """
    SELECT count(*) FROM nomis.offender_bookings
    WHERE active_flag = 'Y' AND booking_seq = 1 AND agy_loc_id NOT IN ('OUT', 'TRN')
"""
_PRISONS = """
    SELECT agy_loc_id FROM nomis.offender_bookings
    WHERE active_flag = 'Y' AND agy_loc_id NOT IN ('OUT', 'TRN') GROUP BY 1 ORDER BY 1
"""


def main(prisons: int, history_days: int) -> int:
    """Print every figure; 1 when a promise is broken."""
    root = Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
    try:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            built, rows = pool.apply(_build, (root, prisons, history_days))
        print(f"{prisons} prisons, {history_days} days: {rows:,} rows built in {built:.0f} s")
        load, load_mb = measured(_capture, root)
        serve, serve_mb = measured(_follow, root)
        plain, _ = measured(_plain_load, root)
        whole = load + serve
        print(
            f"first load, file to serving copy: {rows / whole:,.0f} rows/s, peak "
            f"{max(load_mb, serve_mb):,.0f} MB (promise: {LOAD_ROWS_PER_SECOND:,} rows/s, "
            f"{LOAD_MEGABYTES:,} MB); plain tables: {rows / plain:,.0f} rows/s; "
            f"ratio {whole / plain:.1f}"
        )
        one, everything = _lists(root)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return int(
        rows / whole < LOAD_ROWS_PER_SECOND
        or max(load_mb, serve_mb) > LOAD_MEGABYTES
        or one > LIST_SECONDS
        or everything > ALL_LISTS_SECONDS
    )


def _build(root: Path, prisons: int, history_days: int) -> tuple[float, int]:
    now = datetime.combine(local_now().date(), time(6, 0))
    summary: Any = None

    def build() -> None:
        nonlocal summary
        summary = build_estate(
            root / "estate", prisons=prisons, seed=1, now=now, history_days=history_days
        )

    seconds = timed(build)
    return seconds, sum(summary.rows.values())


def _capture(root: Path) -> float:
    sources = {"nomis": root / "estate" / "nomis"}
    catalogue = Catalogue.load(shipped("contracts"))
    intake = Intake(root / "lake", sources, catalogue, local_now)

    def all_files() -> None:
        while intake.run_once().files:
            pass

    return timed(all_files)


def _serving(root: Path) -> Serving:
    catalogue = Catalogue.load(shipped("contracts"))
    return Serving(root / "serving.duckdb", root / "lake", catalogue)


def _follow(root: Path) -> float:
    return timed(_serving(root).follow)


def _plain_load(root: Path) -> float:
    connection = duckdb.connect(str(root / "plain.duckdb"), config={"threads": 2})
    connection.execute("SET enable_progress_bar = false")
    tables = sorted(path for path in (root / "estate" / "nomis").iterdir() if path.is_dir())

    def load() -> None:
        for table in tables:
            connection.read_parquet(f"{table}/*.parquet").create(table.name)

    return timed(load)


def _lists(root: Path) -> tuple[float, float]:
    serving = _serving(root)
    product = Products.load(shipped("products"))["unlock-list"]
    serving.follow()
    with serving.read() as reading:
        people = reading.cursor.execute(_EVERYBODY).fetchall()[0][0]
        prisons = [row[0] for row in reading.cursor.execute(_PRISONS).fetchall()]
        plain = statistics.median(
            timed(lambda: reading.cursor.execute(_PEOPLE, {"prison": "MDI"}).fetchall())
            for _ in range(10)
        )
    caller = Caller(
        "BENCH", "Bench", frozenset({"ROLE_PRISONS_REPORTING_USER"}), frozenset(prisons)
    )
    scope = decide(caller, product.policies)
    _list(serving, product, scope, "MDI", Slot.AM)
    one = statistics.median(
        timed(lambda: _list(serving, product, scope, "MDI", Slot.AM)) for _ in range(10)
    )
    print(
        f"one unlock list, {people:,} people loaded: {one * 1000:.0f} ms "
        f"(promise: {LIST_SECONDS * 1000:.0f} ms); "
        f"a plain query of its people {plain * 1000:.0f} ms; ratio {one / plain:.1f}"
    )

    def all_lists() -> None:  # as the continuity pack makes them: a prison's day is read once
        now = local_now()
        for prison in prisons:
            with serving.read() as reading:
                day = read_day(reading, product, scope, prison, on=now.date(), now=now)
            for slot in Slot:
                list_of_day(day, slot, UnlockFilters(), now)

    everything = timed(all_lists)
    print(
        f"{len(prisons)} prisons x 3 sessions: {everything:.1f} s "
        f"(promise: {ALL_LISTS_SECONDS:.0f} s)"
    )
    return one, everything


def _list(serving: Serving, product: Product, scope: Scope, prison: str, slot: Slot) -> None:
    now = local_now()
    with serving.read() as reading:
        build_unlock_list(reading, product, scope, prison, now.date(), slot, UnlockFilters(), now)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [120, 180][len(arguments) :])))
