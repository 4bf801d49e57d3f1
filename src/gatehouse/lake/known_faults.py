"""Every fault with what became of it, as SQL over the files of the quarantine.

There may be millions: a contract that is wrong about one column sets aside every row of a table. So
they are not held in memory; an engine reads what a question needs of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from gatehouse.engines.sql import Sql, compose, joined, name, names, text
from gatehouse.lake.delta import DataFile
from gatehouse.lake.faults import CAPTURE, CLOSINGS, FAULTS, Closed
from gatehouse.lake.ledger import Entry

# The same as `Fault.id`.
_ID = Sql(
    "left(sha256(concat_ws('/', source, \"table\", file, checksum)), 12)"
    " || coalesce('-' || \"row\", '')"
)
_IDENTITY = ("source", "table", "file", "checksum", "row", "at", "_position")
_KINDS = {
    pa.string(): Sql("VARCHAR"),
    pa.int64(): Sql("BIGINT"),
    pa.timestamp("us"): Sql("TIMESTAMP"),
}
_AGAIN = Sql(
    'SELECT unnest($source::VARCHAR[]) AS source, unnest($table::VARCHAR[]) AS "table",'
    " unnest($file::VARCHAR[]) AS file, unnest($checksum::VARCHAR[]) AS checksum,"
    ' unnest($at::TIMESTAMP[]) AS "at"'
)


@dataclass(frozen=True, slots=True)
class KnownFaults:
    """What is known at one moment: files of faults and of closings, and files taken in since."""

    faults: Sequence[DataFile] = ()
    closings: Sequence[DataFile] = ()
    again: Sequence[Entry] = ()

    @property
    def parameters(self) -> dict[str, object]:
        """Values to bind in a statement over these."""
        files = {
            "faults": [str(file.path) for file in self.faults],
            "closings": [str(file.path) for file in self.closings],
        }
        return {label: paths for label, paths in files.items() if paths} | {
            field: [getattr(entry, field) for entry in self.again]
            for field in ("source", "table", "file", "checksum", "at")
        }

    def rows(self, columns: Iterable[str] = ()) -> Sql:
        """Each fault once, by the latest word on it, with `id`, `closed` and some more columns.

        `closed` is NULL while it is open, else a struct of `how`, `reason`, `by` and `at`.
        """
        return compose(
            "SELECT f.*, coalesce((SELECT min_by({delivered}, a.at) FROM ({again}) AS a"
            '  WHERE a.source = f.source AND a."table" = f."table" AND a.file = f.file'
            "  AND a.at > f.at AND (f.is_file OR a.checksum <> f.checksum)),"
            " CASE WHEN c.closed.at >= f.at THEN c.closed END) AS closed"
            " FROM ({faults}) AS f LEFT JOIN ({closings}) AS c ON c.fault = f.id",
            delivered=compose(
                "{{'how': {how}, 'reason': {reason}, 'by': {by}, 'at': a.at}}",
                how=text(Closed.DELIVERED_AGAIN.value),
                reason=text("its file came again under the same name and was applied"),
                by=text(CAPTURE),
            ),
            again=_AGAIN,
            faults=self._latest(columns),
            closings=compose(
                "SELECT fault, max_by({{'how': how, 'reason': reason, 'by': \"by\", 'at': c.at}},"
                " c.at) AS closed FROM ({rows}) AS c GROUP BY fault",
                rows=_rows(CLOSINGS, Sql("$closings") if self.closings else None),
            ),
        )

    def _latest(self, columns: Iterable[str]) -> Sql:
        """Each fault once; one may be written twice, by a crash or with a file delivered again.

        Those few alone are sorted.
        """
        return compose(
            'WITH told AS NOT MATERIALIZED (SELECT {columns}, {id} AS id, "row" IS NULL AS is_file'
            "  FROM ({rows})),"
            " repeated AS MATERIALIZED (SELECT id FROM told GROUP BY id HAVING count(*) > 1)"
            " SELECT * FROM told ANTI JOIN repeated USING (id)"
            " UNION ALL (SELECT * FROM told SEMI JOIN repeated USING (id) QUALIFY"
            "  row_number() OVER (PARTITION BY id ORDER BY told.at DESC, _position DESC) = 1)",
            columns=names(dict.fromkeys((*_IDENTITY, *columns))),
            id=_ID,
            rows=_rows(FAULTS, Sql("$faults") if self.faults else None),
        )


def _rows(schema: pa.Schema, files: Sql | None) -> Sql:
    """Rows of files that may have been written before a column was added."""
    ddl = joined(
        compose("{column} {kind}", column=name(field.name), kind=_KINDS[field.type])
        for field in schema
    )
    nothing = compose("SELECT unnest(NULL::STRUCT({ddl})) WHERE false", ddl=ddl)
    if files is None:
        return nothing
    return compose(
        "{nothing} UNION ALL BY NAME SELECT * FROM read_parquet({files}, union_by_name = true)",
        nothing=nothing,
        files=files,
    )
