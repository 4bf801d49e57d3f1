"""Keeping the lake quick to read: small files joined, bases refolded, old files dropped."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

import duckdb

from gatehouse.contracts import Catalogue, TableName
from gatehouse.lake.base import open_base, refold
from gatehouse.lake.delta import DeltaStore
from gatehouse.lake.layout import Layout

# A base is refolded when this share of it has changed, or when this many files have come and it
# is small enough for that to be cheap.
CHANGED_SHARE = 0.05
MANY_FILES = 50
SMALL_BASE_ROWS = 100_000
FEW_ROWS = 10_000
# How long a file that is no longer part of a table stays for readers of the version before.
KEEP = timedelta(hours=1)


class Upkeep:
    """Counts what was appended, and tidies a table when its turn has come."""

    def __init__(
        self, layout: Layout, catalogue: Catalogue, engine: duckdb.DuckDBPyConnection
    ) -> None:
        self._layout = layout
        self._catalogue = catalogue
        self._engine = engine
        self._appends: Counter[str] = Counter()
        self._bases: dict[TableName, DeltaStore] = {}

    def after(self, logs: Mapping[TableName, DeltaStore], rows: Mapping[TableName, int]) -> None:
        """Tidy logs that were appended to, each by how many rows were written."""
        for table, count in rows.items():
            if not self._due(logs[table]) and count < FEW_ROWS:
                continue
            if self._worth_refolding(table, logs[table]):
                refold(self._engine, self._catalogue[table], self._base(table), logs[table])
                self._base(table).compact(KEEP)
            self._tidy(logs[table])

    def small(self, stores: Iterable[DeltaStore]) -> None:
        """Tidy the platform's own tables."""
        for store in stores:
            self._due(store)
            self._tidy(store)

    def _due(self, store: DeltaStore) -> bool:
        """Note one look at a table; whether many files may have come since it was tidied."""
        self._appends[str(store.path)] += 1
        return self._appends[str(store.path)] >= MANY_FILES

    def _tidy(self, store: DeltaStore) -> None:
        if self._appends[str(store.path)] >= MANY_FILES:
            self._appends[str(store.path)] = 0
            store.compact(KEEP)

    def _worth_refolding(self, table: TableName, log: DeltaStore) -> bool:
        """Whether enough has changed; a log of one full load is as good as a base."""
        base = self._base(table)
        files = log.files()
        since = [file for file in files if file.last > base.position]
        changed = sum(file.rows for file in since)
        held = sum(file.rows for file in base.files())
        if not held:
            held = max((file.rows for file in files), default=0)
            changed -= held
        if changed >= max(CHANGED_SHARE * held, FEW_ROWS):
            return True
        return len(since) >= MANY_FILES and held < SMALL_BASE_ROWS

    def _base(self, table: TableName) -> DeltaStore:
        if table not in self._bases:
            self._bases[table] = open_base(self._layout, self._catalogue[table])
        return self._bases[table]
