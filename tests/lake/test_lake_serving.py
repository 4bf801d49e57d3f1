"""The serving copy: one moment, rebuilt when lost, and the base and upkeep behind it."""

import threading
from datetime import datetime, time
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from gatehouse.contracts import Catalogue
from gatehouse.lake import upkeep
from gatehouse.lake.delta import DeltaView
from gatehouse.lake.layout import Layout
from tests.lake.source_folder import BED, CONTRACT, SourceFolder, beds


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    folder = SourceFolder(tmp_path)
    folder.write([{"id": key} for key in range(10)], "LOAD00000001.parquet")
    folder.capture()
    return folder


def _change(folder: SourceFolder, number: int) -> None:
    folder.write(
        [{"Op": "U", "id": number % 10, "name": f"n{number}", "checkpoint_col": f"{number:035d}"}]
    )
    folder.write([{"prison": "MDI", "wing": "A", "places": number}], table="wings")
    folder.capture()


def test_a_reading_keeps_its_moment_over_all_tables(folder: SourceFolder) -> None:
    serving = folder.serving()
    serving.follow()
    with serving.read() as before:
        _change(folder, 1)
        assert serving.follow().position == before.moment.position + 1
        held = before.cursor.execute("SELECT name FROM nomis.beds WHERE id = 1").fetchall()
        assert held == [("bed 1",)]
        assert before.cursor.execute("SELECT count(*) FROM nomis.wings").fetchall() == [(0,)]
    with serving.read() as after:
        assert after.cursor.execute("SELECT places FROM nomis.wings").fetchall() == [(1,)]
    serving.close()


def test_a_second_cursor_sees_the_same_or_there_is_none(folder: SourceFolder) -> None:
    serving = folder.serving()
    serving.follow()
    names = "SELECT name FROM nomis.beds WHERE id = 1"
    regime = pa.table({"prison_id": ["MDI"], "weekday": pa.array([1], pa.int32())})
    with serving.read() as before, before.beside() as held:
        assert held is not None
        _change(folder, 1)
        serving.follow()
        assert held.execute(names).fetchall() == before.cursor.execute(names).fetchall()
        with before.beside() as late:
            assert late is None
        with serving.read() as after, after.beside() as fresh:
            assert fresh is not None
            assert fresh.execute(names).fetchall() == [("n1",)]
            serving.put("config.regime", regime)
            with after.beside() as late:
                assert late is None
    serving.close()


def test_a_view_has_exactly_the_contracts_columns(folder: SourceFolder) -> None:
    serving = folder.serving()
    with serving.read() as reading:
        described = reading.cursor.execute("DESCRIBE nomis.beds").fetchall()
    assert [row[0] for row in described] == [column.name for column in CONTRACT.columns]
    serving.close()


def test_an_empty_lake_gives_empty_tables_at_no_time(tmp_path: Path) -> None:
    serving = SourceFolder(tmp_path).serving()
    moment = serving.follow()
    assert moment.position == 0
    assert moment.is_late(datetime(2026, 11, 24))
    assert beds(serving) == {}
    serving.close()


@pytest.mark.parametrize("harm", ["lost", "corrupt", "other contracts", "not ours"])
def test_a_copy_that_cannot_be_used_is_rebuilt(folder: SourceFolder, harm: str) -> None:
    serving = folder.serving()
    serving.follow()
    path = folder.root / "serving.duckdb"
    wanted = beds(serving)
    serving.close()
    catalogue = Catalogue([CONTRACT]) if harm == "other contracts" else None
    if harm in {"lost", "not ours"}:
        path.unlink()
    if harm == "not ours":
        duckdb.connect(str(path)).close()
    if harm == "corrupt":
        path.write_bytes(b"\x00" * 5000)
    again = folder.serving(catalogue=catalogue) if catalogue else folder.serving()
    again.follow()
    assert beds(again) == wanted
    again.close()


def test_configuration_is_put_and_read(folder: SourceFolder) -> None:
    serving = folder.serving()
    regime = pa.table(
        {"prison_id": ["MDI"], "weekday": [1], "am_start": [time(8, 30)], "pm_start": [time(13)]}
    )
    for _ in range(2):
        serving.put("config.regime", regime)
    with serving.read() as reading:
        rows = reading.cursor.execute("SELECT prison_id, am_start FROM config.regime").fetchall()
    assert rows == [("MDI", time(8, 30))]
    with pytest.raises(ValueError, match=r"config\.<table>"):
        serving.put("nomis.beds", regime)
    serving.close()


def test_a_thread_follows_capture(folder: SourceFolder) -> None:
    serving = folder.serving()
    serving.start(0.01)
    _change(folder, 4)
    waited = threading.Event()
    for _ in range(500):
        if beds(serving).get(4) == ("n4", None):
            break
        waited.wait(0.02)
    assert beds(serving)[4] == ("n4", None)
    serving.close()
    assert serving.failure is None


def test_base_and_log_since_give_the_same_tables(
    folder: SourceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refolds, compaction and clean-up change no row, for new copies and those that follow."""
    monkeypatch.setattr(upkeep, "MANY_FILES", 4)
    following = folder.serving("following")
    for number in range(1, 15):
        _change(folder, number)
        if number % 5 == 0:
            following.follow()
    intake = folder.intake()
    for number in range(15, 30):
        folder.write(
            [
                {
                    "Op": "U",
                    "id": number % 10,
                    "name": f"n{number}",
                    "checkpoint_col": f"{number:035d}",
                },
                {"Op": "D", "id": (number + 5) % 10, "checkpoint_col": f"{number:035d}"},
            ]
        )
        intake.run_once()
        intake.tidy()
    intake.close()
    following.follow()
    base = DeltaView(Layout(folder.lake).base(BED))
    assert base.refresh()
    assert base.position > 0
    rebuilt = folder.serving("rebuilt")
    rebuilt.follow()
    assert beds(rebuilt) == beds(following)
    log = DeltaView(Layout(folder.lake).log(BED))
    log.refresh()
    assert len(log.files()) < 30
    following.close()
    rebuilt.close()
