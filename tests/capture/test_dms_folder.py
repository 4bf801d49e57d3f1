"""Which files of a DMS folder are read, and in which order."""

import math
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gatehouse.capture import DmsFolder


def _touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / "beds" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")


def test_loads_come_before_changes_and_changes_in_order(tmp_path: Path) -> None:
    _touch(tmp_path, "20261124-070000000.parquet", "20261124-060000000.parquet")
    _touch(tmp_path, "LOAD00000002.parquet", "LOAD00000001.parquet")
    assert [file.name for file in DmsFolder("nomis", tmp_path).look().files] == [
        "LOAD00000001.parquet",
        "LOAD00000002.parquet",
        "20261124-060000000.parquet",
        "20261124-070000000.parquet",
    ]


def test_unknown_names_are_told_and_temporary_ones_are_not_seen(tmp_path: Path) -> None:
    _touch(tmp_path, "notes.txt", "part-1.parquet", "2026-1.parquet")
    _touch(tmp_path, ".x.parquet", "_x.parquet", "LOAD1.parquet.tmp", "LOAD1.parquet.part")
    listing = DmsFolder("nomis", tmp_path).look()
    assert listing.files == ()
    names = {file.name for file in listing.ignored}
    assert names == {"notes.txt", "part-1.parquet", "2026-1.parquet"}


def _names(folder: DmsFolder) -> list[str]:
    return [file.name for file in folder.look().files]


def _settle(root: Path) -> None:
    """Make a folder look untouched for long."""
    os.utime(root / "beds", (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize("settled", [True, False])
def test_a_look_finds_what_is_new_since_the_last(tmp_path: Path, settled: bool) -> None:
    _touch(tmp_path, "LOAD1.parquet")
    if settled:
        _settle(tmp_path)
    folder = DmsFolder("nomis", tmp_path)
    assert _names(folder) == ["LOAD1.parquet"]
    assert _names(folder) == []
    _touch(tmp_path, "LOAD2.parquet")
    assert _names(folder) == ["LOAD2.parquet"]
    assert _names(folder) == []
    folder.forget()
    assert _names(folder) == ["LOAD1.parquet", "LOAD2.parquet"]


def test_a_file_to_try_again_is_found_again_in_a_quiet_folder(tmp_path: Path) -> None:
    _touch(tmp_path, "LOAD1.parquet", "LOAD2.parquet")
    _settle(tmp_path)
    folder = DmsFolder("nomis", tmp_path)
    second = folder.look().files[1]
    folder.again(second)
    assert folder.look().files == (second,)
    assert _names(folder) == []


def test_a_file_delivered_again_under_its_name_is_found_at_once(tmp_path: Path) -> None:
    _touch(tmp_path, "LOAD1.parquet")
    folder = DmsFolder("nomis", tmp_path)
    assert _names(folder) == ["LOAD1.parquet"]
    mended = tmp_path / "mended"
    mended.write_bytes(b"mended")
    mended.replace(tmp_path / "beds" / "LOAD1.parquet")
    assert [file.size for file in folder.look().files] == [6]


def test_a_file_rewritten_in_place_is_found_by_a_thorough_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _touch(tmp_path, "LOAD1.parquet")
    _settle(tmp_path)
    folder = DmsFolder("nomis", tmp_path)
    assert _names(folder) == ["LOAD1.parquet"]
    (tmp_path / "beds" / "LOAD1.parquet").write_bytes(b"mended in place")
    assert _names(folder) == []
    monkeypatch.setattr(time, "monotonic", lambda: math.inf)
    assert _names(folder) == ["LOAD1.parquet"]


def test_a_folder_in_capitals_is_the_table_in_small_letters(tmp_path: Path) -> None:
    (tmp_path / "BEDS").mkdir()
    (tmp_path / "BEDS" / "LOAD1.parquet").write_bytes(b"x")
    assert [file.table for file in DmsFolder("nomis", tmp_path).look().files] == ["beds"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-24T06:00:00", datetime(2026, 11, 24, 6, tzinfo=UTC)),
        ("2026-07-01T06:00:00+01:00", datetime(2026, 7, 1, 5, tzinfo=UTC)),
        ("soon", None),
    ],
)
def test_a_heartbeat_is_utc_unless_it_says(
    tmp_path: Path, said: str, meant: datetime | None
) -> None:
    folder = DmsFolder("nomis", tmp_path)
    assert folder.heartbeat() is None
    (tmp_path / "_heartbeat").write_text(said, "utf-8")
    assert folder.heartbeat() == meant
