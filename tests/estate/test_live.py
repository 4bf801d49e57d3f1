"""The living estate: change files as change capture writes them, and rows that stay consistent."""

import re
import shutil
from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow.parquet as pq
import pytest

from gatehouse.contracts import TableName
from gatehouse.estate.live import Live
from gatehouse.estate.tables import catalogue
from tests.estate.conftest import NOW, SEED, Estate
from tests.estate.folding import fold

Key = tuple[object, ...]
MOVEMENT = ("MOVEMENT_TYPE", "DIRECTION_CODE", "FROM_AGY_LOC_ID", "TO_AGY_LOC_ID")
SECOND = timedelta(seconds=1)


def change_files(out: Path) -> list[Path]:
    return sorted((out / "nomis").glob("*/2*.parquet"), key=lambda path: path.name)


@cache
def changes(out: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every change row with its table, in the order of its sequence."""
    found = [
        (file.parent.name, row)
        for file in change_files(out)
        for row in pq.read_table(file).to_pylist()
    ]
    return sorted(found, key=lambda change: change[1]["checkpoint_col"])


def state(out: Path) -> dict[str, dict[Key, dict[str, Any]]]:
    """The fold of loads and changes: the rows of each table by key."""
    keys = {c.name.table: [k.upper() for k in c.key] for c in catalogue()}
    tables: dict[str, dict[Key, dict[str, Any]]] = defaultdict(dict)
    wanted = {
        "offender_bookings": ["AGY_LOC_ID", "ACTIVE_FLAG", "IN_OUT_STATUS", "LIVING_UNIT_ID"],
        "offender_external_movements": ["ACTIVE_FLAG", *MOVEMENT],
        "bed_assignment_histories": ["ASSIGNMENT_END_TIME", "LIVING_UNIT_ID"],
    }
    for table, columns in wanted.items():
        for file in sorted((out / "nomis" / table).glob("LOAD*.parquet")):
            for row in pq.read_table(file, columns=[*columns, *keys[table]]).to_pylist():
                tables[table][tuple(row[k] for k in keys[table])] = row
    for table, row in changes(out):
        key = tuple(row[k] for k in keys[table])
        if row["Op"] == "D":
            tables[table].pop(key, None)
        else:
            tables[table][key] = row
    return tables


@pytest.fixture(scope="module")
def living(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the estate after twenty minutes of life, stopped and started once."""
    out = tmp_path_factory.mktemp("living") / "estate"
    shutil.copytree(estate.out, out)
    now = NOW
    for _ in range(2):
        live = Live(out, SEED, lambda: NOW, rate=2)
        for _ in range(20):
            now += timedelta(seconds=30)
            live.step(now)
        live.close()
    return out


def test_changes_come_at_the_rate_asked_for(living: Path) -> None:
    wanted = 2 * 30 * 40
    assert len(changes(living)) == pytest.approx(wanted, rel=0.1)


def test_files_are_named_by_their_commit_and_hold_the_contracts_columns(living: Path) -> None:
    for file in change_files(living):
        assert re.fullmatch(r"20261124-10\d{7}\.parquet", file.name)
        columns = [
            c.name.upper() for c in catalogue()[TableName("nomis", file.parent.name)].columns
        ]
        assert pq.read_schema(file).names == ["Op", "_timestamp", "checkpoint_col", *columns]


def test_the_sequence_has_35_digits_and_never_goes_back(living: Path) -> None:
    sequences = [row["checkpoint_col"] for _, row in changes(living)]
    assert all(re.fullmatch(r"\d{35}", sequence) for sequence in sequences)
    assert len(set(sequences)) == len(sequences)
    ordered = sorted(sequences)
    assert [s[16:] for s in ordered] == sorted(s[16:] for s in ordered)
    stamps = [row["_timestamp"] for _, row in changes(living)]
    assert stamps == sorted(stamps)


def test_required_columns_are_filled(living: Path) -> None:
    for table, row in changes(living):
        for column in catalogue()[TableName("nomis", table)].required:
            assert row[column.upper()] is not None, (table, column)


def test_all_kinds_of_things_happen(living: Path) -> None:
    seen = {(table, row["Op"]) for table, row in changes(living)}
    assert {
        ("offender_bookings", "I"),
        ("offender_bookings", "U"),
        ("offenders", "I"),
        ("offender_external_movements", "I"),
        ("bed_assignment_histories", "I"),
        ("offender_alerts", "I"),
        ("offender_alerts", "U"),
        ("offender_course_attendances", "U"),
        ("offender_ind_schedules", "I"),
        ("offender_ind_schedules", "U"),
        ("offender_ind_schedules", "D"),
        ("offender_visits", "U"),
        ("course_schedules", "U"),
        ("offender_iep_levels", "I"),
        ("staff_user_accounts", "U"),
    } <= seen
    kinds = {
        row["MOVEMENT_TYPE"] for t, row in changes(living) if t == "offender_external_movements"
    }
    assert {"ADM", "REL", "TAP", "TRN"} <= kinds


def test_people_leave_for_the_hearings_of_the_afternoon(estate: Estate, tmp_path: Path) -> None:
    shutil.copytree(estate.out, tmp_path / "estate")
    live = Live(tmp_path / "estate", SEED, lambda: NOW, rate=20)
    live.step(NOW)
    live.step(NOW + timedelta(hours=3))
    live.close()
    rows = [row for t, row in changes(tmp_path / "estate") if t == "offender_external_movements"]
    assert ("CRT", "OUT") in {(row["MOVEMENT_TYPE"], row["DIRECTION_CODE"]) for row in rows}


def test_bookings_movements_and_beds_still_agree(living: Path) -> None:
    tables = state(living)
    moves: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for (book, _), row in sorted(tables["offender_external_movements"].items()):
        moves[int(str(book))].append(row)
    open_beds: dict[int, list[int]] = defaultdict(list)
    for (book, _), row in tables["bed_assignment_histories"].items():
        if row["ASSIGNMENT_END_TIME"] is None:
            open_beds[int(str(book))].append(row["LIVING_UNIT_ID"])
    for (book,), booking in tables["offender_bookings"].items():
        history = moves[int(str(book))]
        folded = fold([(book, *(m[name] for name in MOVEMENT)) for m in history])
        assert folded == tuple(booking[c] for c in ("AGY_LOC_ID", "ACTIVE_FLAG", "IN_OUT_STATUS"))
        assert [m["ACTIVE_FLAG"] for m in history] == ["N"] * (len(history) - 1) + ["Y"], book
        assert [m["MOVEMENT_SEQ"] for m in history] == list(range(1, len(history) + 1)), book
        unit = booking["LIVING_UNIT_ID"]
        assert open_beds[int(str(book))] == ([] if unit is None else [unit]), book


def test_a_step_always_has_a_sign_of_life(estate: Estate, tmp_path: Path) -> None:
    shutil.copytree(estate.out, tmp_path / "estate")
    live = Live(tmp_path / "estate", SEED, lambda: NOW, rate=0)
    assert [live.step(NOW + SECOND * n) for n in (1, 2, 3)] == [1, 1, 1]
    assert len(change_files(tmp_path / "estate")) == 3
    live.close()


def test_the_first_step_of_a_new_day_makes_its_attendance(estate: Estate, tmp_path: Path) -> None:
    shutil.copytree(estate.out, tmp_path / "estate")
    live = Live(tmp_path / "estate", SEED, lambda: NOW, rate=1)
    made = live.step(datetime(2026, 11, 25, 4, 30))
    live.step(datetime(2026, 11, 25, 4, 30, 1))
    live.close()
    rows = [row for t, row in changes(tmp_path / "estate") if t == "offender_course_attendances"]
    new = [row for row in rows if row["Op"] == "I"]
    assert len(new) > 1_500
    assert {row["EVENT_DATE"] for row in new} == {datetime(2026, 11, 25)}
    assert {row["EVENT_STATUS"] for row in new} == {"SCH", "CANC"}
    ahead = [row for table, row in changes(tmp_path / "estate") if table == "course_schedules"]
    assert {row["SCHEDULE_DATE"] for row in ahead if row["Op"] == "I"} == {datetime(2026, 12, 2)}
    assert made > len(new) + 100


def test_the_night_batch_does_not_hold_up_what_comes_after_it(
    estate: Estate, tmp_path: Path
) -> None:
    out = tmp_path / "estate"
    shutil.copytree(estate.out, out)
    live = Live(out, SEED, lambda: NOW, rate=5.0)
    midnight = datetime(NOW.year, NOW.month, NOW.day) + timedelta(days=1)
    live.step(midnight - SECOND)
    batch = live.step(midnight)
    after = [live.step(midnight + SECOND * second) for second in range(1, 21)]
    live.close()
    assert batch > 1_000
    assert sum(after) == pytest.approx(100, abs=25)


def test_what_was_prepared_before_a_crash_is_published_after_it(
    estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "estate"
    shutil.copytree(estate.out, out)
    live = Live(out, SEED, lambda: NOW, rate=20)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", _crash)
        with pytest.raises(OSError, match="power cut"):
            live.step(NOW + SECOND)
    live.close()
    assert change_files(out) == []
    Live(out, SEED, lambda: NOW).close()
    assert len(changes(out)) >= 20
    assert list((out / "estate-state" / "outgoing").iterdir()) == []


def _crash(self: Path, target: Path) -> Path:
    raise OSError("power cut")


def test_run_steps_until_told_to_stop(estate: Estate, tmp_path: Path) -> None:
    out = tmp_path / "estate"
    shutil.copytree(estate.out, out)
    stop = Event()
    ticks = iter(range(100))

    def clock() -> datetime:
        tick = next(ticks)
        if tick == 3:
            stop.set()
        return NOW + SECOND * tick

    live = Live(out, SEED, clock)
    live.run(stop, rate=3)
    live.close()
    assert len({file.name for file in change_files(out)}) >= 2


def test_two_lives_from_one_seed_are_the_same(estate: Estate, tmp_path: Path) -> None:
    lives = []
    for name in ("one", "two"):
        shutil.copytree(estate.out, tmp_path / name)
        live = Live(tmp_path / name, SEED, lambda: NOW, rate=30)
        for second in range(1, 5):
            live.step(NOW + SECOND * second)
        live.close()
        lives.append(changes(tmp_path / name))
    assert lives[0] == lives[1]


def test_without_an_estate_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build an estate"):
        Live(tmp_path, SEED, lambda: NOW)
