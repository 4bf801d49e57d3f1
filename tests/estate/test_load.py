"""The full load looks as change capture writes it, and follows from the seed alone."""

import hashlib
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gatehouse.contracts import TableName
from gatehouse.estate.build import FolderTakenError, build_estate
from gatehouse.estate.chance import Chance
from gatehouse.estate.london import stamp, utc
from gatehouse.estate.tables import catalogue
from tests.estate.conftest import NOW, Estate


def hashes(out: Path) -> dict[str, str]:
    """A hash of the values of each table."""
    found = {}
    for folder in sorted((out / "nomis").iterdir()):
        digest = hashlib.sha256()
        for file in sorted(folder.iterdir()):
            table = pq.read_table(file).combine_chunks()
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            digest.update(sink.getvalue())
        found[folder.name] = digest.hexdigest()
    return found


def test_every_table_with_a_contract_is_there(estate: Estate) -> None:
    wanted = {c.name.table for c in catalogue() if c.name.source == "nomis"}
    written = {folder.name for folder in (estate.out / "nomis").iterdir()}
    assert written <= wanted
    assert len(written) >= 43


def test_columns_are_those_of_the_contract_in_upper_case_after_the_envelope(estate: Estate) -> None:
    for folder in (estate.out / "nomis").iterdir():
        contract = catalogue()[TableName("nomis", folder.name)]
        schema = pq.read_schema(folder / "LOAD00000001.parquet")
        names = [column.name.upper() for column in contract.columns]
        assert schema.names == ["Op", "_timestamp", "checkpoint_col", *names]
        assert schema.types[3:] == [column.type.arrow for column in contract.columns]


def test_a_load_row_is_an_insert_stamped_with_the_transfer_in_utc(estate: Estate) -> None:
    query = "SELECT DISTINCT Op, _timestamp, checkpoint_col FROM offender_bookings"
    assert estate.rows(query) == [("I", "2026-11-24 10:15:00.000000", "")]


def test_summer_time_is_an_hour_before_local_in_the_stamp() -> None:
    assert stamp(utc(datetime(2026, 7, 1, 0, 30))) == "2026-06-30 23:30:00.000000"
    assert stamp(utc(datetime(2026, 12, 1, 0, 30, 0, 5))) == "2026-12-01 00:30:00.000005"


def test_keys_are_unique(estate: Estate) -> None:
    for folder in (estate.out / "nomis").iterdir():
        key = ", ".join(catalogue()[TableName("nomis", folder.name)].key)
        groups = f"SELECT {key} FROM {folder.name} GROUP BY ALL HAVING count(*) > 1"
        twice = estate.number(f"SELECT count(*) FROM ({groups})")
        assert twice == 0, folder.name


def test_the_same_seed_gives_the_same_values_and_another_does_not(tmp_path: Path) -> None:
    build_estate(tmp_path / "one", 1, 3, NOW, history_days=3)
    # Another process, where sets have another order.
    program = f"""
from datetime import datetime
from pathlib import Path
from gatehouse.estate.build import build_estate
build_estate(Path({str(tmp_path / "two")!r}), 1, 3, {NOW!r}, history_days=3)
""".replace("datetime.datetime(", "datetime(")
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert Chance(3, "MDI").fraction() != Chance(4, "MDI").fraction()


def test_a_folder_that_holds_an_estate_is_refused(estate: Estate) -> None:
    with pytest.raises(FolderTakenError, match="folder of its own"):
        build_estate(estate.out, 3, 1, NOW)


@pytest.mark.parametrize("count", [0, 500])
def test_a_number_of_prisons_that_cannot_be_says_what_can(tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="the estate has 1 to 120"):
        build_estate(tmp_path, count, 1, NOW)
