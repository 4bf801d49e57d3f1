"""What the capture and server processes say of themselves, and what they must never say."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gatehouse.contracts import Catalogue, TableName
from gatehouse.lake import quarantine
from gatehouse.shipped import shipped

_LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (INFO|WARNING|DEBUG|ERROR) [\w.]+: .+")
_SECRET = "ZEBEDEE"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path / "gatehouse.toml"
    path.write_text(
        f'[service]\ndemo = true\nport = {port}\nsecure_cookies = false\ndata = "data"\n'
        '[sources]\nnomis = "raw"\n',
        "utf-8",
    )
    _deliver(tmp_path, "reference_codes_of_nobody", [{"code": _SECRET}])
    return path


@contextmanager
def _running(config: Path, *arguments: str) -> Iterator[Callable[[], str]]:
    """A process of the command line, stopped as a platform stops one; what it has said."""
    log = config.with_name(f"{arguments[0]}.log")
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "gatehouse", *arguments, "-c", str(config)],
            stdout=stderr,
            stderr=stderr,
        )
    try:
        yield lambda: log.read_text("utf-8")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _deliver(
    root: Path, table: str, rows: list[dict[str, object]], schema: pa.Schema | None = None
) -> None:
    """Write a full load; with the columns of a schema, or those of the rows alone."""
    folder = root / "raw" / table
    folder.mkdir(parents=True, exist_ok=True)
    usual = {"Op": "I", "_timestamp": "2026-11-24 06:00:00.000000", "checkpoint_col": ""}
    hidden = folder / ".new.tmp"
    columns = pa.schema([*(schema or ()), *((name, pa.string()) for name in usual)])
    whole = pa.Table.from_pylist([{**usual, **row} for row in rows], columns if schema else None)
    pq.write_table(whole, hidden)
    hidden.rename(folder / "LOAD00000001.parquet")


def test_capture_says_what_it_does_and_nothing_of_anybody(config: Path) -> None:
    root = config.parent
    with _running(config, "capture", "--verbose") as said:
        _until(lambda: "no contract for nomis.reference_codes_of_nobody" in said())
        _deliver(root, "offenders", [{"offender_id": 1, "last_name": _SECRET}])
        _until(lambda: "nomis.offenders LOAD00000001.parquet: whole file quarantined" in said())
        caseloads = Catalogue.load(shipped("contracts"))[
            TableName("nomis", "caseload_agency_locations")
        ]
        row = {
            "caseload_id": "MDI",
            "agy_loc_id": "MDI",
            "update_allowed_flag": "N",
            "create_datetime": datetime(2026, 11, 24),
            "create_user_id": _SECRET,
        }
        rows = [row, {**row, "agy_loc_id": None}]
        _deliver(root, "caseload_agency_locations", rows, caseloads.arrow_schema)
        _until(lambda: "position 1 applied: 1 rows of 1 files" in said())
        (root / "raw").rename(root / "away")
        _until(lambda: "source nomis waits" in said())
        time.sleep(1.0)
        (root / "away").rename(root / "raw")
        _until(lambda: "source nomis is back" in said())
    text = said()
    assert all(_LINE.fullmatch(line) for line in text.splitlines()), text
    assert "capture 0.1.0 starts: sources nomis" in text
    assert "rows quarantined: 1 (no_key); see gatehouse quarantine --table" in text
    assert text.splitlines()[-1].endswith("capture stopped")
    # Each change of state once, however often it is looked at.
    assert text.count("no contract for") == text.count("source nomis waits") == 1
    assert _SECRET not in text
    assert quarantine(root / "data" / "lake").tables() == (
        "nomis.caseload_agency_locations",
        "nomis.offenders",
    )


def test_the_server_says_when_it_starts_and_stops_and_not_what_is_searched_for(
    config: Path,
) -> None:
    port = re.search(r"port = (\d+)", config.read_text("utf-8"))
    assert port
    with _running(config, "serve", "--verbose") as said:
        _until(lambda: _answers(f"http://127.0.0.1:{port[1]}/ping"))
        for path in (f"/unlock/list?q={_SECRET}", f"/no-such-page?q={_SECRET}"):
            _answers(f"http://127.0.0.1:{port[1]}{path}")
    text = said()
    assert "server 0.1.0 starts at http://127.0.0.1:" in text
    assert "is made from the lake: there is none" in text
    assert text.splitlines()[-1].endswith("server stopped")
    assert _SECRET not in text
    assert all(_LINE.fullmatch(line) for line in text.splitlines()), text


def test_a_second_capture_is_told_who_has_the_lake(config: Path) -> None:
    with _running(config, "capture") as said:
        _until(lambda: "no contract for" in said())
        again = subprocess.run(
            [sys.executable, "-m", "gatehouse", "capture", "-c", str(config)],
            capture_output=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            text=True,
            timeout=60,
            check=False,
        )
    assert again.returncode == 1
    assert "a lake has one capture process" in again.stderr
    assert "Traceback" not in again.stderr


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
