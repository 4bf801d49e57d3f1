"""Which faults are open: those whose file has not been delivered again and applied."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gatehouse.contracts import Catalogue, Column, ColumnType, TableName
from gatehouse.lake import Quarantine, quarantine
from tests.lake.source_folder import BED, CONTRACT, NOW, SourceFolder

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    return SourceFolder(tmp_path)


def _open(held: Quarantine) -> list[tuple[str, int | None]]:
    return [(fault.file, fault.row) for fault in held.rows()]


def test_a_file_delivered_again_and_applied_is_no_longer_open(folder: SourceFolder) -> None:
    held = quarantine(folder.lake)
    assert held.rows() == []
    file = folder.write([{"id": 1}], without=["name"])
    folder.capture()
    assert _open(held) == [(file, None)]
    assert held.tables() == ("nomis.beds",)
    folder.write([{"id": 1}], file)
    folder.capture(now=SOON)
    for one in (held, quarantine(folder.lake)):
        assert (one.rows(), one.causes(), one.tables()) == ([], [], ())
        assert [fault.file for fault in one.rows(history=True)] == [file]
        assert [cause.count for cause in one.causes(history=True)] == [1]


def test_a_row_is_open_until_its_file_comes_with_other_content(folder: SourceFolder) -> None:
    held = quarantine(folder.lake)
    file = folder.write([{"id": 1}, {"id": None}])
    folder.capture()
    assert _open(held) == [(file, 1)]
    folder.write([{"id": 1}, {"id": None}], file)  # the same again
    folder.capture(now=SOON)
    assert _open(held) == [(file, 1)]
    folder.write([{"id": None}, {"id": 2}], file)  # other content with a fault of its own
    folder.capture(now=SOON + timedelta(minutes=1))
    assert _open(held) == [(file, 0)]
    folder.write([{"id": 1}, {"id": 2}], file)
    folder.capture(now=SOON + timedelta(minutes=2))
    assert _open(held) == []
    assert len(held.rows(BED, history=True)) == 2


def test_a_fault_after_a_sound_delivery_is_open(folder: SourceFolder) -> None:
    file = folder.write([{"id": 1}])
    folder.capture()
    folder.write([{"id": 1}], file, without=["name"])
    folder.capture(now=SOON)
    assert _open(quarantine(folder.lake)) == [(file, None)]


def test_the_same_file_is_read_when_its_contract_has_changed(folder: SourceFolder) -> None:
    file = folder.write([{"id": 1, "extra": "?"}], types={"extra": CONTRACT.columns[2].type.arrow})
    folder.capture()
    assert _open(quarantine(folder.lake)) == [(file, None)]
    again = folder.path(file).read_bytes()
    folder.path(file).unlink()
    folder.path(file).write_bytes(again)
    wider = (*CONTRACT.columns, Column("extra", ColumnType("string")))
    folder.capture(Catalogue([replace(CONTRACT, columns=wider)]), now=SOON)
    assert _open(quarantine(folder.lake)) == []


def test_another_table_has_no_faults(folder: SourceFolder) -> None:
    folder.write([{"id": None}])
    folder.capture()
    assert quarantine(folder.lake).rows(TableName("nomis", "wings")) == []
