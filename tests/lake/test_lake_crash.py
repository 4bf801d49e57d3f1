"""Kill the capture process at random moments: the tables equal those of an undisturbed run."""

import multiprocessing
import random
import time
from pathlib import Path

from gatehouse.lake import Intake, Quarantine
from gatehouse.lake.commits import CommitsView
from gatehouse.lake.delta import DeltaView
from gatehouse.lake.layout import Layout
from gatehouse.lake.ledger import State
from tests.lake.source_folder import BED, CATALOGUE, CONTRACT, NOW, WING, Row, SourceFolder

_KILLS = 20
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["gatehouse.lake", "tests.lake.source_folder"])


def _capture_for_ever(root: Path) -> None:
    intake = Intake(root / "lake", {"nomis": root / "raw"}, CATALOGUE, lambda: NOW)
    while True:
        intake.run_once()
        intake.tidy()
        time.sleep(0.005)


def test_kill_9_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    shaken, calm = SourceFolder(tmp_path / "shaken"), SourceFolder(tmp_path / "calm")
    for number in range(_KILLS):
        for folder in (shaken, calm):
            _write_some(folder, number)
        child = _PROCESSES.Process(target=_capture_for_ever, args=(shaken.root,), daemon=True)
        child.start()
        _wait_for_lease(shaken, child.pid)
        time.sleep(chance.uniform(0.01, 0.8))
        child.kill()
        child.join()
    commits = CommitsView(Layout(shaken.lake))
    assert commits.since(0), "the kills came before any work was done"
    shaken.capture()
    calm.capture()

    assert _everything(shaken) == _everything(calm)
    assert _log_rows(shaken) == _log_rows(calm)
    assert len(Quarantine(shaken.lake).rows()) == len(Quarantine(calm.lake).rows()) == _KILLS
    intake = shaken.intake()
    assert {entry.state for entry in intake.ledger.entries()} == {State.APPLIED}
    intake.close()


def _wait_for_lease(folder: SourceFolder, pid: int | None) -> None:
    """A busy machine may take long to start a process; the moments count from its first act."""
    lease = Layout(folder.lake).lease
    for _ in range(3000):
        if lease.exists() and lease.read_text("utf-8") == str(pid):
            return
        time.sleep(0.005)
    raise TimeoutError("the capture process did not start")


def _write_some(folder: SourceFolder, number: int) -> None:
    sequence = f"{number + 1:035d}"
    rows: list[Row] = [
        {
            "Op": "D" if key % 7 == number % 7 else "U",
            "id": key,
            "name": f"{key} at {number}",
            "checkpoint_col": sequence,
        }
        for key in range(number, number + 300)
    ]
    folder.write([*rows, {"id": None, "name": "no key"}])
    folder.write(
        [{"prison": "MDI", "wing": w, "places": number, "checkpoint_col": sequence} for w in "ABC"],
        table="wings",
    )


def _everything(folder: SourceFolder) -> list[list[tuple[object, ...]]]:
    serving = folder.serving()
    serving.follow()
    with serving.read() as reading:
        tables = [
            reading.cursor.execute("SELECT * FROM nomis_state.beds ORDER BY id").fetchall(),
            reading.cursor.execute("SELECT * FROM nomis_state.wings ORDER BY wing").fetchall(),
        ]
    serving.close()
    return tables


def _log_rows(folder: SourceFolder) -> dict[str, int]:
    found = {}
    for contract in (CONTRACT, WING):
        view = DeltaView(Layout(folder.lake).log(contract.name))
        view.refresh()
        found[str(contract.name)] = sum(file.rows for file in view.files())
    assert found[str(BED)] == _KILLS * 300
    return found
