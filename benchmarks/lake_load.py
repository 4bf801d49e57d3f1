"""First load and changes, against plain DuckDB and delta-rs merge on the same files.

    python -m benchmarks.lake_load [rows]

Makes DMS-shaped Parquet for one 20-column table, then prints rows/s from file to durable log and
to the serving copy, peak memory, and the ratio to a peer that does less: `create table as` for
the load (no checks, no log), delta-rs `merge` for the changes (no serving copy).
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake

from benchmarks.measuring import measured, timed
from gatehouse.contracts import Catalogue, Column, ColumnType, Contract, TableName
from gatehouse.lake import Intake, Serving
from gatehouse.lake.base import open_base
from gatehouse.lake.base import refold as fold_base
from gatehouse.lake.delta import DeltaStore
from gatehouse.lake.fold import log_schema
from gatehouse.lake.layout import Layout

_FILE_ROWS = 500_000
_KINDS = ["integer", "string", "timestamp", "decimal(11,2)", "string"]
CONTRACT = Contract(
    name=TableName("bench", "events"),
    version=1,
    description="",
    columns=(
        Column("id", ColumnType("integer"), nullable=False),
        *(Column(f"c{n:02}", ColumnType(_KINDS[n % len(_KINDS)])) for n in range(1, 20)),
    ),
    key=("id",),
    subject=None,
    retention="P7Y",
)
_VALUE = {
    "integer": "(hash(i, {n}) % 100000)::BIGINT",
    "string": "'v' || (hash(i, {n}) % 1000)",
    "timestamp": "TIMESTAMP '2026-01-01' + to_seconds((hash(i, {n}) % 30000000)::BIGINT)",
    "decimal(11,2)": "((hash(i, {n}) % 100000) / 100)::DECIMAL(11,2)",
}


def main(rows: int) -> None:
    """Run each measurement in a process of its own, so that its peak memory is its own."""
    root = Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
    duckdb.execute("SET enable_progress_bar = false")
    try:
        print(f"{rows:,} rows x {len(CONTRACT.columns)} columns")
        make_load(root, rows)
        base_mb = measured(nothing, root)[1]
        load, load_mb = measured(capture, root)
        serve, serve_mb = measured(follow, root)
        plain, _ = measured(plain_load, root)
        total = load + serve
        for what, seconds, megabytes in (
            ("file to log", load, load_mb),
            ("log to serving", serve, serve_mb),
            ("the whole way", total, max(load_mb, serve_mb)),
        ):
            speed = f"{rows / seconds:12,.0f} rows/s {megabytes:6.0f} MB"
            print(f"load: {what:15} {seconds:6.1f} s {speed}")
        print(f"peer: create table as    {plain:6.1f} s; the whole way takes {total / plain:.1f}x")
        measured(plain_delta, root)
        for number, count in enumerate([100_000, 1_000], 1):
            make_changes(root, rows, count, number)
            ours, ours_mb = measured(change, root)
            peer, peer_mb = measured(delta_merge, root)
            print(
                f"{count:,} changes: {ours:.2f} s, {ours_mb - base_mb:.0f} MB over imports; "
                f"delta-rs merge {peer:.2f} s, {peer_mb - base_mb:.0f} MB: "
                f"{peer / ours:.1f}x as fast"
            )
        again, again_mb = measured(refold, root)
        print(f"refold of the base, now and then: {again:.1f} s, {again_mb:.0f} MB")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def nothing(_: Path) -> float:
    """The imports alone."""
    return 0.0


def capture(root: Path) -> float:
    """Files to durable log."""
    intake = _intake(root)
    return timed(intake.run_once)


def follow(root: Path) -> float:
    """Log to a new serving copy."""
    serving = _serving(root)
    return timed(serving.follow)


def change(root: Path) -> float:
    """A change file to durable log and queryable."""
    intake, serving = _intake(root), _serving(root)
    return timed(intake.run_once) + timed(serving.follow)


def refold(root: Path) -> float:
    """What is put off until there is time: the base folded anew from all of the log."""
    engine = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    engine.execute("SET enable_progress_bar = false")
    layout = Layout(root / "lake")
    log = DeltaStore(layout.log(CONTRACT.name), log_schema(CONTRACT))
    return timed(lambda: fold_base(engine, CONTRACT, open_base(layout, CONTRACT), log))


def plain_load(root: Path) -> float:
    """The peer: DuckDB copies the same files into a table."""
    engine = duckdb.connect(str(root / "peer.duckdb"), config={"threads": 2})
    engine.execute("SET enable_progress_bar = false")
    files = str(root / "raw/events/LOAD*.parquet")
    return timed(
        lambda: engine.execute("CREATE TABLE t AS SELECT * FROM read_parquet($1)", [files])
    )


def plain_delta(root: Path) -> float:
    """A plain Delta table to merge into."""
    engine = duckdb.connect(config={"threads": 2})
    files = str(root / "raw/events/LOAD*.parquet")
    plain = engine.sql(
        "SELECT * EXCLUDE (Op, _timestamp, checkpoint_col) FROM read_parquet($1)", params=[files]
    )
    write_deltalake(str(root / "peer"), plain.to_arrow_reader(1_000_000))
    return 0.0


def delta_merge(root: Path) -> float:
    """The peer: the same changes merged by delta-rs."""
    newest = max((root / "raw/events").glob("2*.parquet"))
    changes = pq.read_table(newest)
    return timed(
        lambda: (
            DeltaTable(str(root / "peer"))
            .merge(changes, "t.id = s.id", source_alias="s", target_alias="t")
            .when_matched_delete("s.Op = 'D'")
            .when_matched_update({c.name: f"s.{c.name}" for c in CONTRACT.columns})
            .when_not_matched_insert(
                {c.name: f"s.{c.name}" for c in CONTRACT.columns}, "s.Op <> 'D'"
            )
            .execute()
        )
    )


def make_load(root: Path, rows: int) -> None:
    """LOAD files of the table."""
    for number, start in enumerate(range(0, rows, _FILE_ROWS), 1):
        end = min(start + _FILE_ROWS, rows)
        _write(root, f"LOAD{number:08X}.parquet", "'I'", "''", f"range({start}, {end}) r(i)")


def make_changes(root: Path, rows: int, count: int, number: int) -> None:
    """One change file: 80 % updates, 10 % deletes, 10 % inserts, over the whole table."""
    old = count * 9 // 10
    keys = (
        f"(SELECT DISTINCT (hash(n, {number}) % {rows})::BIGINT AS i FROM range({old}) k(n)"
        f" UNION ALL SELECT {rows * number} + n FROM range({count - old}) k(n)) r"
    )
    operation = f"CASE WHEN i >= {rows} THEN 'I' WHEN hash(i) % 9 = 0 THEN 'D' ELSE 'U' END"
    _write(root, f"20261124-06000000{number}.parquet", operation, f"'{number:035d}'", keys)


def _write(root: Path, file: str, operation: str, sequence: str, source: str) -> None:
    folder = root / "raw" / "events"
    folder.mkdir(parents=True, exist_ok=True)
    values = ", ".join(
        f"{'i' if c.name == 'id' else _VALUE[c.type.name].format(n=n)} AS {c.name}"
        for n, c in enumerate(CONTRACT.columns)
    )
    duckdb.execute(
        f"COPY (SELECT {operation} AS Op, {values}, '2026-11-24 05:00:00.000000' AS _timestamp,"
        f" {sequence} AS checkpoint_col FROM {source})"
        f" TO '{folder / file}' (FORMAT parquet)"
    )


def _intake(root: Path) -> Intake:
    sources = {"bench": root / "raw"}
    return Intake(root / "lake", sources, Catalogue([CONTRACT]), lambda: datetime.now(UTC))


def _serving(root: Path) -> Serving:
    return Serving(root / "serving.duckdb", root / "lake", Catalogue([CONTRACT]))


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 2_000_000)
