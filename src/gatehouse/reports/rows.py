"""Reading a product's datasets, in one moment and within one scope."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from gatehouse import query
from gatehouse.access import Scope
from gatehouse.definitions import Product
from gatehouse.lake.moment import Moment
from gatehouse.reports.reading import Reading

Row = dict[str, Any]
Columns = dict[str, list[Any]]
_BESIDE = ThreadPoolExecutor(8, thread_name_prefix="beside")


class DayReader:
    """Reads the datasets of a product for one prison and day."""

    def __init__(
        self, reading: Reading, product: Product, scope: Scope, prison_id: str, on: date
    ) -> None:
        scope.require(prison_id)
        self._reading = reading
        self._product = product
        self._scope = scope
        self._prompts: Mapping[str, object] = {"prison_id": prison_id, "on_date": on}

    @property
    def moment(self) -> Moment:
        """The moment that is read, with what is unfit among the tables of the product alone."""
        datasets = self._product.datasets.values()
        tables = frozenset[str]().union(*(query.tables_read(dataset) for dataset in datasets))
        return self._reading.moment.over(tables)

    def rows(self, dataset_id: str) -> list[Row]:
        """The rows of a dataset, with its declared fields."""
        return rows_of(self._columns(self._reading.cursor, dataset_id))

    @contextmanager
    def begun(self, *dataset_ids: str) -> Iterator[Callable[[], dict[str, Columns]]]:
        """Begin to read datasets, in the same moment, while others are read.

        Gives what to call for their columns, which waits until they are there.
        """
        with self._reading.beside() as cursor:
            if cursor is None:
                yield lambda: self._all(self._reading.cursor, dataset_ids)
                return
            read = _BESIDE.submit(self._all, cursor, dataset_ids)
            try:
                yield read.result
            finally:  # its cursor may not close under it, even when nobody asked in the end
                if not read.done():
                    cursor.interrupt()
                wait([read])

    def _all(
        self, cursor: duckdb.DuckDBPyConnection, dataset_ids: Iterable[str]
    ) -> dict[str, Columns]:
        return {dataset_id: self._columns(cursor, dataset_id) for dataset_id in dataset_ids}

    def _columns(self, cursor: duckdb.DuckDBPyConnection, dataset_id: str) -> Columns:
        dataset = self._product.datasets[dataset_id]
        wanted = {parameter.name for parameter in dataset.parameters}
        prompts = {name: value for name, value in self._prompts.items() if name in wanted}
        table = query.run(cursor, dataset, self._scope, prompts)
        names = table.column_names
        return {name: _values(column) for name, column in zip(names, table.columns, strict=True)}


def rows_of(columns: Columns) -> list[Row]:
    """Columns turned into rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(column: pa.ChunkedArray) -> list[Any]:
    """A column as Python values. Each different date or time is made once: several times faster
    for the few times of thousands of events than making every one."""
    if not pa.types.is_temporal(column.type) or column.null_count == len(column):
        values: list[Any] = column.to_pylist()
        return values
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    held = [*encoded.dictionary.to_pylist(), None]
    indices = encoded.indices.fill_null(len(held) - 1)
    view = memoryview(indices.buffers()[1]).cast("i")
    return [held[index] for index in view[indices.offset : indices.offset + len(indices)]]
