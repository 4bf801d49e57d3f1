"""One small estate for the whole room: the demo's three prisons on a Tuesday at 10:15."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from gatehouse.estate.build import EstateSummary, build_estate

NOW = datetime(2026, 11, 24, 10, 15)
SEED = 7


class Estate:
    """A built estate and its tables."""

    def __init__(self, out: Path, summary: EstateSummary) -> None:
        self.out = out
        self.summary = summary
        self.con = duckdb.connect()
        for folder in sorted((out / "nomis").iterdir()):
            if list(folder.glob("LOAD*.parquet")):
                self.con.read_parquet(str(folder / "LOAD*.parquet")).create_view(folder.name)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a query over the written Parquet."""
        return self.con.execute(query, list(values)).fetchall()

    def number(self, query: str, *values: object) -> float:
        """The single number that a query gives."""
        ((value,),) = self.rows(query, *values)
        assert isinstance(value, int | float), value
        return float(value)


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """The demo estate; read only."""
    out = tmp_path_factory.mktemp("estate")
    built = Estate(out, build_estate(out, 3, SEED, NOW))
    yield built
    built.con.close()
