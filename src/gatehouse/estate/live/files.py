"""Change files, as change capture writes them: `<table>/YYYYMMDD-HHMMSSmmm.parquet`.

A file is written whole in a folder that no reader watches, then renamed into its place.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.contracts import Catalogue, TableName
from gatehouse.estate.live.changes import Change
from gatehouse.estate.live.memory import Memory, folder
from gatehouse.estate.loads import ENVELOPE
from gatehouse.estate.london import stamp, utc

_MILLISECOND = timedelta(milliseconds=1)
_APART = timedelta(microseconds=7)
# Names left free after each step, for files that come late.
_ROOM = timedelta(milliseconds=10)


class ChangeFiles:
    """Writes the changes of each step; the sequence never goes back, not over restarts either."""

    def __init__(self, out: Path, catalogue: Catalogue, memory: Memory) -> None:
        self.nomis = out / "nomis"
        self._preparing = folder(out) / "outgoing"
        self._catalogue = catalogue
        self._memory = memory

    def prepare(self, noted: list[Change], now: datetime) -> list[tuple[Path, Path]]:
        """Write the files of a step where nobody looks; gives where each is and belongs."""
        committed, file = self._moment(now)
        counter = int(self._memory.recall("counter"))
        by_table: dict[str, list[dict[str, object]]] = defaultdict(list)
        for place, change in enumerate(noted):
            at = committed + _APART * place
            counter += 1
            by_table[change.table].append(
                {name.upper(): value for name, value in change.row.items()}
                | {
                    "Op": change.op,
                    "_timestamp": stamp(at),
                    "checkpoint_col": f"{at:%Y%m%d%H%M%S%f}"[:16] + f"{counter:019}",
                }
            )
        last = committed + _APART * len(noted) + _ROOM
        self._memory.remember("last_commit", last.isoformat())
        self._memory.remember("counter", counter)
        return [self._write(table, rows, file) for table, rows in by_table.items()]

    def publish(self) -> None:
        """Put every prepared file in its place; safe to repeat after a crash."""
        for prepared, final in self._memory.outgoing():
            if prepared.exists():
                final.parent.mkdir(parents=True, exist_ok=True)
                prepared.rename(final)
        self._memory.published()
        for left_over in self._preparing.glob("*.parquet"):
            left_over.unlink()

    def _moment(self, now: datetime) -> tuple[datetime, str]:
        """The commit time in UTC, after every earlier one, and the name of this step's files."""
        last = datetime.fromisoformat(self._memory.recall("last_commit"))
        committed = max(utc(now), last + _MILLISECOND)
        committed = committed.replace(microsecond=committed.microsecond // 1000 * 1000)
        return committed, f"{committed:%Y%m%d-%H%M%S}{committed.microsecond // 1000:03}.parquet"

    def _write(self, table: str, rows: list[dict[str, object]], name: str) -> tuple[Path, Path]:
        contract = self._catalogue[TableName("nomis", table)]
        schema = pa.schema([*ENVELOPE, *((c.name.upper(), c.type.arrow) for c in contract.columns)])
        self._preparing.mkdir(parents=True, exist_ok=True)
        prepared = self._preparing / f"{table}-{name}"
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), prepared)
        return prepared, self.nomis / table / name
