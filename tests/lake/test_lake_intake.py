"""What capture does with files and rows that are not as they should be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from gatehouse.contracts import Catalogue
from gatehouse.lake import Fault, LakeBusyError, Quarantine, quarantine
from gatehouse.lake.ledger import Entry, State
from tests.lake.source_folder import CONTRACT, NOW, WING, SourceFolder


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    return SourceFolder(tmp_path)


def _entry(folder: SourceFolder, file: str) -> Entry:
    intake = folder.intake()
    entry = next(entry for entry in intake.ledger.entries() if entry.file == file)
    intake.close()
    return entry


def _fault(folder: SourceFolder) -> Fault:
    (fault,) = Quarantine(folder.lake).rows()
    return fault


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ({"id": None}, "no_key", "the key (id) is empty"),
        ({"id": 1, "Op": None}, "bad_op", "Op is empty; it must be I, U or D"),
        ({"id": 1, "Op": "R"}, "bad_op", "Op is 'R'"),
        ({"id": 1, "name": None}, "required_empty", "required but empty: name"),
        ({"id": 1, "_timestamp": None}, "bad_timestamp", "_timestamp is empty"),
        ({"id": 1, "_timestamp": "yesterday"}, "bad_timestamp", "'yesterday'"),
        ({"id": 1, "checkpoint_col": "12x"}, "bad_sequence", "0, 14 or 35 digits"),
    ],
)
def test_an_unsound_row_is_quarantined_and_sound_rows_flow(
    folder: SourceFolder, row: dict[str, object], code: str, words: str
) -> None:
    """V1, V3, V4, V6, V7, M23."""
    file = folder.write([{"id": 8}, row, {"id": 9}])
    folder.capture()
    fault = _fault(folder)
    assert (fault.file, fault.row, fault.code) == (file, 1, code)
    assert words in fault.reason
    assert (fault.contract_version, fault.at) == (3, NOW.replace(tzinfo=None))
    assert sorted(folder.beds()) == [8, 9]
    assert _entry(folder, file).state is State.APPLIED


def test_the_copy_of_a_quarantined_row_hides_sensitive_values(folder: SourceFolder) -> None:
    folder.write([{"id": 1, "Op": "R", "name": "Smith", "note": "shown"}])
    folder.capture()
    content = _fault(folder).content or ""
    assert "Smith" not in content
    assert '"name":"[masked]"' in content
    assert '"note":"shown"' in content


def test_causes_group_faults_with_a_count_and_an_example(folder: SourceFolder) -> None:
    folder.write([{"id": None}, {"id": None}, {"id": 1, "Op": "R"}])
    folder.capture()
    causes = quarantine(folder.lake).causes()
    assert [(cause.code, cause.count) for cause in causes] == [("no_key", 2), ("bad_op", 1)]
    assert causes[0].example.table == "beds"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"without": ["name"]}, "DMS writes every column, but these are missing: name"),
        ({"without": ["note", "since"]}, "are missing: note, since; mend the file, or change"),
        ({"without": ["checkpoint_col"]}, "technical column checkpoint_col is missing"),
        ({"types": {"id": pa.string()}}, "column id is string, the contract says integer"),
        ({"types": {"extra": pa.string()}}, "column extra (string) is not in the contract"),
        ({"types": {"since": pa.timestamp("ns")}}, "column since is timestamp[ns]"),
    ],
)
def test_an_unfit_file_is_quarantined_and_others_flow(
    folder: SourceFolder, how: dict[str, Any], words: str
) -> None:
    """V11, V13, V14, V21."""
    types = how.get("types", {})
    row = {"id": "1" if "id" in types else 1, **{c: "?" for c in types if c == "extra"}}
    file = folder.write([row], **how)
    folder.write([{"id": 2}])
    folder.write([{"prison": "MDI", "wing": "A"}], table="wings")
    folder.capture()
    fault = _fault(folder)
    assert (fault.file, fault.row, fault.code) == (file, None, "unfit_file")
    assert words in fault.reason
    assert sorted(folder.beds()) == [2]
    assert _entry(folder, file).state is State.QUARANTINED


def test_names_may_be_in_capitals_and_numbers_narrower(folder: SourceFolder) -> None:
    """V15, V16, B11."""
    rows = [{"ID": 5, "NAME": "a", "id": 5, "name": "a"}]
    folder.write(rows, types={"ID": pa.int16(), "NAME": pa.string()}, without=["id", "name"])
    folder.capture()
    assert folder.beds() == {5: ("a", None)}


def test_a_missing_nullable_column_is_a_fault_not_an_empty_value(folder: SourceFolder) -> None:
    """V12, a deliberate difference: accepted as empty, it would freeze that column in silence."""
    folder.write([{"id": 1, "name": "a", "note": "kept"}])
    folder.capture()
    folder.write([{"id": 1, "name": "b", "Op": "U", "checkpoint_col": "2" * 35}], without=["note"])
    folder.capture()
    assert folder.beds() == {1: ("a", "kept")}
    assert "are missing: note" in _fault(folder).reason


def test_a_truncated_file_waits_and_is_read_when_whole(folder: SourceFolder) -> None:
    file = folder.write([{"id": 1}])
    whole = folder.path(file).read_bytes()
    folder.path(file).write_bytes(whole[: len(whole) // 2])
    folder.write([{"id": 2}])
    folder.capture()
    assert _entry(folder, file).state is State.WAITING
    assert "not a whole Parquet file" in _entry(folder, file).reason
    assert sorted(folder.beds()) == [2]
    folder.path(file).write_bytes(whole)
    folder.capture()
    assert sorted(folder.beds()) == [1, 2]


def test_a_file_that_stays_unreadable_is_set_aside(folder: SourceFolder) -> None:
    folder.path("LOAD00000001.parquet").write_bytes(b"not parquet at all")
    folder.capture(times=8)
    fault = _fault(folder)
    assert (fault.code, fault.row) == ("unreadable", None)
    assert "deliver it again" in fault.reason
    assert _entry(folder, "LOAD00000001.parquet").state is State.QUARANTINED


def test_damaged_pages_under_a_sound_footer_are_the_files_fault(folder: SourceFolder) -> None:
    file = folder.write([{"id": key, "name": f"bed {key}"} for key in range(5000)])
    content = bytearray(folder.path(file).read_bytes())
    content[40:2000] = b"\xff" * 1960
    folder.path(file).write_bytes(bytes(content))
    folder.write([{"id": 2, "name": "sound"}])
    folder.capture(times=8)
    assert _fault(folder).code == "unreadable"
    assert folder.beds() == {2: ("sound", None)}


def test_an_unknown_table_waits_for_its_contract(folder: SourceFolder) -> None:
    """V19."""
    file = folder.write([{"prison": "MDI", "wing": "A"}], table="wings")
    folder.write([{"id": 1}])
    folder.capture(Catalogue([CONTRACT]))
    entry = _entry(folder, file)
    assert entry.state is State.WAITING
    assert "add contracts/nomis/wings.yaml" in entry.reason
    folder.capture(Catalogue([CONTRACT, WING]))
    assert _entry(folder, file).state is State.APPLIED


def test_the_same_content_under_another_name_is_skipped(folder: SourceFolder) -> None:
    """M22."""
    file = folder.write([{"id": 1}])
    folder.capture()
    again = "20261124-070000000.parquet"
    folder.path(again).write_bytes(folder.path(file).read_bytes())
    folder.capture()
    assert _entry(folder, again).state is State.DUPLICATE


def test_other_names_are_ignored_with_a_note_and_temporary_ones_not_at_all(
    folder: SourceFolder,
) -> None:
    folder.write([{"id": 1}], "part-0.parquet")
    folder.write([{"id": 2}], "20261124-060000000.parquet.tmp")
    folder.write([{"id": 3}], ".hidden.parquet")
    folder.capture()
    intake = folder.intake()
    (entry,) = intake.ledger.entries()
    intake.close()
    assert (entry.file, entry.state) == ("part-0.parquet", State.IGNORED)


def test_a_missing_folder_waits(folder: SourceFolder) -> None:
    folder.raw.rmdir()
    intake = folder.intake()
    assert intake.run_once().waiting == 1
    intake.close()


def test_a_lake_has_one_writer(folder: SourceFolder) -> None:
    intake = folder.intake()
    with pytest.raises(LakeBusyError, match="one capture process"):
        folder.intake()
    intake.close()
    folder.intake().close()


def test_data_as_at_is_local_and_never_in_the_future(folder: SourceFolder) -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    folder.write([{"id": 1, "_timestamp": "2026-07-01 11:30:00.000000"}])
    intake = folder.intake(now=summer)
    assert intake.run_once().moment.data_as_at == datetime(2026, 7, 1, 12, 30)
    folder.write([{"id": 2, "_timestamp": "2036-01-01 00:00:00.000000"}])
    assert intake.run_once().moment.data_as_at == datetime(2026, 7, 1, 13, 0)
    intake.close()


def test_a_heartbeat_moves_an_idle_source_on(folder: SourceFolder) -> None:
    folder.write([{"id": 1}])
    folder.capture()
    beat = NOW - timedelta(minutes=1)
    (folder.raw / "_heartbeat").write_text(beat.isoformat(), "utf-8")
    intake = folder.intake()
    moment = intake.run_once().moment
    intake.close()
    assert moment.data_as_at == datetime(2026, 11, 24, 6, 59)
    serving = folder.serving()
    assert serving.follow() == moment
    serving.close()
