"""From a change file that lands to a page that shows it, while the estate lives.

    python -m benchmarks.freshness [changes]

Writes one new alert at a time, as AWS DMS would, into the folder of a demonstration that makes 50
changes a second, and asks for the officer's page until the alert is on it. The peer is the page
itself: how long one GET takes when nothing is awaited.
"""

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.visiting import Visit, demonstration
from gatehouse.operations.clock import local_now

RATE = 50.0
PROMISE_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
CODE, LABEL = "XTACT", "TACT"

_PEOPLE = """
    SELECT offender.offender_id_display, booking.offender_book_id, booking.root_offender_id
    FROM read_parquet($folder || '/offender_bookings/LOAD*.parquet') booking
    JOIN read_parquet($folder || '/offenders/LOAD*.parquet') offender USING (offender_id)
    WHERE booking.active_flag = 'Y' AND booking.booking_seq = 1 AND booking.agy_loc_id = 'MDI'
      AND booking.in_out_status = 'IN' AND booking.offender_book_id NOT IN (
        SELECT offender_book_id FROM read_parquet($folder || '/offender_alerts/LOAD*.parquet')
        WHERE alert_code = $code)
    ORDER BY 1 LIMIT $count
"""


def main(changes: int) -> int:
    """Print the median and the worst wait; 1 when the median breaks the promise."""
    with (
        tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as root,
        demonstration(Path(root) / "demo", rate=RATE, username="MOORLAND_OFFICER") as visit,
    ):
        print(f"demonstration ready in {visit.ready_seconds:.0f} s (promise: 30 s)")
        source = visit.folder / "estate" / "nomis"
        people = duckdb.execute(
            _PEOPLE, {"folder": str(source), "code": CODE, "count": changes}
        ).fetchall()
        page = statistics.median(_get_seconds(visit, number) for number, _, _ in people)
        waits = [_wait_for_alert(visit, source, *person) for person in people]
    median = statistics.median(waits)
    print(
        f"landed to shown, {len(waits)} changes at {RATE:.0f}/s: median {median:.2f} s, worst "
        f"{max(waits):.2f} s (promise: {PROMISE_SECONDS:.0f} s); one GET {page * 1000:.0f} ms; "
        f"ratio {median / page:.1f}"
    )
    return int(median > PROMISE_SECONDS)


def _path(number: str) -> str:
    return f"/unlock/list?prison=MDI&date={local_now():%Y-%m-%d}&session=AM&search={number}"


def _get_seconds(visit: Visit, number: str) -> float:
    began = time.perf_counter()
    visit.client.get(_path(number)).raise_for_status()
    return time.perf_counter() - began


def _wait_for_alert(visit: Visit, source: Path, number: str, booking: int, root: int) -> float:
    before = visit.client.get(_path(number)).text.count(LABEL)
    _land_alert(source, booking, root)
    began = time.perf_counter()
    while visit.client.get(_path(number)).text.count(LABEL) <= before:
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"the alert of {number} was not shown in {PATIENCE_SECONDS} s")
    return time.perf_counter() - began


def _land_alert(source: Path, booking: int, root: int) -> None:
    """Write one insert into offender_alerts, whole or not at all."""
    now = datetime.now(UTC)
    folder = source / "offender_alerts"
    making = folder / f".making-{booking}"
    duckdb.execute(
        """
        COPY (
          SELECT * REPLACE (
            $booking::BIGINT AS offender_book_id, 900::BIGINT AS alert_seq,
            $root::BIGINT AS root_offender_id, 'X' AS alert_type, $code AS alert_code,
            'ACTIVE' AS alert_status, NULL::TIMESTAMP AS expiry_date,
            'I' AS op, $stamp AS _timestamp, $sequence AS checkpoint_col)
          FROM read_parquet($loads) LIMIT 1
        ) TO $making (FORMAT parquet)
        """,
        {
            "booking": booking,
            "root": root,
            "code": CODE,
            "stamp": f"{now:%Y-%m-%d %H:%M:%S.%f}",
            "sequence": f"{now:%Y%m%d%H%M%S}00{'9' * 19}",
            "loads": f"{folder}/LOAD*.parquet",
            "making": str(making),
        },
    )
    making.rename(folder / f"{now:%Y%m%d-%H%M%S}{now.microsecond // 1000:03}.parquet")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
