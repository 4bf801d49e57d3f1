"""A source folder as DMS would write it, for one small table, and a lake beside it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.contracts import Catalogue, Column, ColumnType, Contract, Sensitivity, TableName
from gatehouse.lake import Intake, Serving

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
BED = TableName("nomis", "beds")
CONTRACT = Contract(
    name=BED,
    version=3,
    description="Beds, for tests.",
    columns=(
        Column("id", ColumnType("integer"), nullable=False),
        Column("name", ColumnType("string"), nullable=False, sensitivity=Sensitivity.PRIVATE),
        Column("note", ColumnType("string")),
        Column("since", ColumnType("timestamp")),
    ),
    key=("id",),
    subject=None,
    retention="P7Y",
)
WING = Contract(
    name=TableName("nomis", "wings"),
    version=1,
    description="Wings, for tests.",
    columns=(
        Column("prison", ColumnType("string"), nullable=False),
        Column("wing", ColumnType("string"), nullable=False),
        Column("places", ColumnType("integer")),
    ),
    key=("prison", "wing"),
    subject=None,
    retention="P7Y",
)
CATALOGUE = Catalogue([CONTRACT, WING])
TYPES = {
    "Op": pa.string(),
    "id": pa.int64(),
    "name": pa.string(),
    "note": pa.string(),
    "since": pa.timestamp("us"),
    "_timestamp": pa.string(),
    "checkpoint_col": pa.string(),
    "prison": pa.string(),
    "wing": pa.string(),
    "places": pa.int64(),
}
Row = Mapping[str, Any]


class SourceFolder:
    """Files under `raw/`, a lake under `lake/`, a serving copy beside."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = root / "raw"
        self.lake = root / "lake"
        self.raw.mkdir(parents=True, exist_ok=True)
        self._minute = 0

    def path(self, file: str, table: str = "beds") -> Path:
        """Where a file of a table goes."""
        (self.raw / table).mkdir(exist_ok=True)
        return self.raw / table / file

    def write(
        self,
        rows: Sequence[Row],
        file: str | None = None,
        table: str = "beds",
        types: Mapping[str, pa.DataType] | None = None,
        without: Sequence[str] = (),
    ) -> str:
        """Write rows as a file of its own; missing values are empty, names may be given."""
        self._minute += 1
        name = file or f"20261124-06{self._minute:07d}.parquet"
        contract = CATALOGUE[TableName("nomis", table)]
        columns = ["Op", *(c.name for c in contract.columns), "_timestamp", "checkpoint_col"]
        columns += [c for row in rows for c in row if c not in columns]
        kinds = {**TYPES, **(types or {})}
        schema = pa.schema([(c, kinds[c]) for c in dict.fromkeys(columns) if c not in without])
        pq.write_table(
            pa.Table.from_pylist([_whole(row) for row in rows], schema), self.path(name, table)
        )
        return name

    def intake(self, catalogue: Catalogue = CATALOGUE, now: datetime = NOW) -> Intake:
        """A capture of this folder into its lake."""
        return Intake(self.lake, {"nomis": self.raw}, catalogue, lambda: now)

    def capture(
        self, catalogue: Catalogue = CATALOGUE, times: int = 1, now: datetime = NOW
    ) -> None:
        """Capture what is there and let the lake go."""
        intake = self.intake(catalogue, now)
        for _ in range(times):
            intake.run_once()
        intake.close()

    def serving(self, name: str = "serving", catalogue: Catalogue = CATALOGUE) -> Serving:
        """A serving copy of this lake."""
        return Serving(self.root / f"{name}.duckdb", self.lake, catalogue)

    def beds(self, name: str = "serving") -> dict[int, tuple[str, str | None]]:
        """The current beds in a serving copy that has caught up: name and note by id."""
        serving = self.serving(name)
        serving.follow()
        found = beds(serving)
        serving.close()
        return found


def beds(serving: Serving) -> dict[int, tuple[str, str | None]]:
    """The beds a serving copy holds at this moment."""
    with serving.read() as reading:
        rows = reading.cursor.execute("SELECT id, name, note FROM nomis.beds").fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def _whole(row: Row) -> dict[str, Any]:
    usual = {
        "Op": "I",
        "name": f"bed {row.get('id')}",
        "_timestamp": "2026-11-24 06:00:00.000000",
        "checkpoint_col": "",
    }
    return {**usual, **row}
