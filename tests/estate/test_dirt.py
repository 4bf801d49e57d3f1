"""Dirt is there when asked for, of every kind, and nowhere else."""

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gatehouse.estate.build import EstateSummary, build_estate
from gatehouse.estate.live import Live
from gatehouse.estate.tables import catalogue
from tests.estate.conftest import NOW, SEED, Estate

KINDS = {
    "orphan alert code": "SELECT count(*) FROM offender_alerts WHERE alert_code = 'ZZOLD'",
    "orphan outcome": "SELECT count(*) FROM offender_course_attendances "
    "WHERE event_outcome = 'ACCABS'",
    "two open beds": "SELECT count(*) FROM (SELECT offender_book_id FROM bed_assignment_histories "
    "WHERE assignment_end_time IS NULL GROUP BY ALL HAVING count(*) > 1)",
    "stale transfer": "SELECT count(*) FROM offender_external_movements "
    "WHERE movement_type = 'TRN' AND active_flag = 'Y' AND movement_date < '2026-11-01'",
    "overlapping booking": "SELECT count(*) FROM offender_bookings WHERE booking_seq = 9",
    "closed booking with a cell": "SELECT count(*) FROM offender_bookings WHERE active_flag = 'N' "
    "AND living_unit_id IS NOT NULL",
    "movement day astray": "SELECT count(*) FROM offender_external_movements "
    "WHERE movement_date <> movement_time::DATE",
    "booking without movements": "SELECT count(*) FROM offender_bookings "
    "ANTI JOIN offender_external_movements USING (offender_book_id)",
    "police number of two people": "SELECT count(*) FROM (SELECT identifier FROM "
    "offender_identifiers WHERE identifier_type = 'PNC' GROUP BY ALL "
    "HAVING count(DISTINCT root_offender_id) > 1)",
}


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """One prison, dirty on purpose, after half a minute of dirty life."""
    out = tmp_path_factory.mktemp("dirty")
    summary: EstateSummary = build_estate(out, 1, SEED, NOW, dirt=True, history_days=1)
    live = Live(out, SEED, lambda: NOW, rate=12)
    for second in range(1, 31):
        live.step(NOW + timedelta(seconds=second))
    live.close()
    return Estate(out, summary)


@pytest.mark.parametrize("kind", KINDS)
def test_dirt_is_in_the_dirty_load_and_not_in_the_clean_one(
    dirty: Estate, estate: Estate, kind: str
) -> None:
    assert dirty.number(KINDS[kind]) > 0
    assert estate.number(KINDS[kind]) == 0


def test_the_stream_has_files_that_cannot_be_read_and_tables_nobody_knows(dirty: Estate) -> None:
    broken = []
    for file in dirty.out.glob("nomis/*/2*.parquet"):
        try:
            pq.read_table(file)
        except pa.ArrowInvalid:
            broken.append(file)
    assert broken
    assert list(dirty.out.glob("nomis/not_a_table_we_know/*.parquet"))


def test_the_stream_repeats_rows_and_brings_some_too_late(dirty: Estate) -> None:
    rows = []
    for file in sorted(dirty.out.glob("nomis/*/2*.parquet"), key=lambda path: path.name):
        try:
            table = pq.read_table(file, columns=["checkpoint_col", "_timestamp", "Op"])
        except pa.ArrowInvalid:
            continue
        if file.parent.name != "not_a_table_we_know":
            rows += [(r["checkpoint_col"], r["_timestamp"]) for r in table.to_pylist()]
    sequences = [sequence for sequence, _ in rows]
    assert len(set(sequences)) < len(sequences)
    assert sequences != sorted(sequences)
    assert "yesterday" in {stamp for _, stamp in rows}


def test_the_stream_has_rows_without_keys_and_files_without_a_column(dirty: Estate) -> None:
    """What a reader puts aside rather than applies."""
    keyless, narrow = 0, 0
    for contract in catalogue():
        wanted = {column.name.upper() for column in contract.columns}
        for file in dirty.out.glob(f"nomis/{contract.name.table}/2*.parquet"):
            try:
                table = pq.read_table(file)
            except pa.ArrowInvalid:
                continue
            narrow += not wanted <= set(table.column_names)
            keys = [name.upper() for name in contract.key if name.upper() in table.column_names]
            keyless += any(all(row[key] is None for key in keys) for row in table.to_pylist())
    assert keyless
    assert narrow
