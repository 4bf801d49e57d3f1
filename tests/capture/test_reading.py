"""Events of a partial file: a column it left out is marked absent, which is not empty."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.capture import ChangeFile, read_footer, reading_of
from tests.lake.source_folder import CONTRACT


def test_a_column_left_out_is_marked_absent_except_in_a_delete(tmp_path: Path) -> None:
    """M32: what a stream needs, whose updates may leave out a large unchanged value."""
    path = tmp_path / "20261124-060000000.parquet"
    usual = {"name": "a", "_timestamp": "2026-11-24 06:00:00", "checkpoint_col": "1" * 35}
    rows = [{"Op": "U", "id": 1, **usual}, {"Op": "D", "id": 2, **usual}]
    pq.write_table(pa.Table.from_pylist(rows), path)
    file = ChangeFile("nomis", "beds", path.name, path, path.stat().st_size, 0)
    reading = reading_of((file,), read_footer(path), 2, CONTRACT)
    with duckdb.connect() as engine:
        table = engine.execute(reading.events, reading.parameters).to_arrow_table()
    assert table is not None
    events = table.to_pylist()
    assert [(event["id"], event["note"], event["_absent"]) for event in events] == [
        (1, None, ["note", "since"]),
        (2, None, None),
    ]
