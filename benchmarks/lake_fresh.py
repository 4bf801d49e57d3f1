"""How long a change takes from its file to a query, with capture in a process of its own.

    python benchmarks/lake_fresh.py [seconds]

Fifty changes a second over fifteen of the shipped tables, a file for each table each second.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.contracts import Catalogue, Contract
from gatehouse.engines.sql import compose, name
from gatehouse.lake import Serving, run_capture
from gatehouse.operations.stopping import until_stopped
from gatehouse.shipped import shipped

_TABLES, _PER_SECOND = 15, 50
_SAMPLE: dict[str, Any] = {"string": "x", "integer": 1, "timestamp": datetime(2026, 1, 1)}  # noqa: DTZ001 - NOMIS times are local


def main(seconds: int) -> None:
    """Write at a steady rate; look for the last change of each second until it can be read."""
    contracts = list(Catalogue.load(shipped("contracts")))
    chosen = [c for c in contracts if c.column(c.key[0]).type.name == "integer"][:_TABLES]
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as folder:
        root = Path(folder)
        for contract in chosen:
            _write(root, contract, "LOAD00000001.parquet", "", range(2000))
        capture = multiprocessing.get_context("spawn").Process(
            target=_capture,
            args=(root,),
        )
        capture.start()
        serving = Serving(root / "serving.duckdb", root / "lake", Catalogue(contracts))
        serving.start(0.05)
        _wait_for(serving, chosen[-1], "")
        waits = []
        for number in range(1, seconds + 1):
            start = time.perf_counter()
            for contract in chosen:
                keys = range(_PER_SECOND // _TABLES + 1)
                _write(root, contract, f"20261124-{number:09d}.parquet", f"{number:035d}", keys)
            landed = time.perf_counter()
            _wait_for(serving, chosen[-1], f"{number:035d}")
            waits.append(time.perf_counter() - landed)
            time.sleep(max(0.0, start + 1 - time.perf_counter()))
        capture.terminate()
        capture.join()
        serving.close()
    late = sorted(waits)[int(len(waits) * 0.95)]
    print(
        f"{_PER_SECOND} changes/s over {_TABLES} tables, file to query: "
        f"median {statistics.median(waits):.2f} s, p95 {late:.2f} s of {len(waits)}"
    )


def _wait_for(serving: Serving, contract: Contract, sequence: str) -> None:
    state = name(f"{contract.name.source}_state", contract.name.table)
    query = compose("SELECT max(_sequence) FROM {state}", state=state)
    while True:
        with serving.read() as reading:
            if reading.cursor.execute(query).fetchall()[0][0] == sequence:
                return
        time.sleep(0.01)


def _capture(root: Path) -> None:
    run_capture(root / "lake", {"nomis": root / "raw"}, shipped("contracts"), until_stopped())


def _write(root: Path, contract: Contract, file: str, sequence: str, keys: range) -> None:
    folder = root / "raw" / contract.name.table
    folder.mkdir(parents=True, exist_ok=True)
    usual = {c: _SAMPLE.get(contract.column(c).type.name) for c in contract.required}
    technical = {
        "Op": "U" if sequence else "I",
        "_timestamp": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",
        "checkpoint_col": sequence,
    }
    rows = [{**usual, **technical, contract.key[0]: key} for key in keys]
    schema = pa.schema([*contract.arrow_schema, *((c, pa.string()) for c in technical)])
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / f".{file}")
    (folder / f".{file}").rename(folder / file)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
