"""Which files of a DMS folder are read, and in which order."""

import os
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


def test_a_quiet_folder_is_not_listed_again_until_it_changes(tmp_path: Path) -> None:
    _touch(tmp_path, "LOAD1.parquet")
    long_ago = 1_700_000_000
    os.utime(tmp_path / "beds", (long_ago, long_ago))
    folder = DmsFolder("nomis", tmp_path)
    assert len(folder.look().files) == 1
    assert folder.look().files == ()
    _touch(tmp_path, "LOAD2.parquet")
    assert len(folder.look().files) == 2
    os.utime(tmp_path / "beds", (long_ago, long_ago))
    folder.look()
    folder.forget()
    assert len(folder.look().files) == 2


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
