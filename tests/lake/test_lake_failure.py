"""Trouble with the platform: capture waits, and goes on where it was."""

import itertools
import threading
from pathlib import Path
from typing import Any

import pytest

from gatehouse.lake.commits import Commits
from gatehouse.lake.delta import DeltaStore
from gatehouse.lake.ledger import Ledger
from tests.lake.source_folder import SourceFolder


@pytest.mark.parametrize(
    "where",
    [
        (Ledger, "write", 1),
        (Ledger, "write", 2),
        (Commits, "write", 1),
        (DeltaStore, "append", 1),
        (DeltaStore, "append", 2),
        (DeltaStore, "append", 3),
    ],
)
@pytest.mark.parametrize("after", [False, True])
def test_a_failing_write_is_finished_before_anything_new(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[type, str, int],
    after: bool,
) -> None:
    """The disk is full before, or gives out right after, one of the writes of a position."""
    folder = SourceFolder(tmp_path)
    folder.write([{"id": 1}])
    folder.write([{"prison": "MDI", "wing": "A"}], table="wings")
    intake = folder.intake()
    part, method, call = where
    whole = getattr(part, method)
    calls = itertools.count(1)

    def failing(*args: Any, **values: Any) -> Any:
        mine = next(calls) == call
        if mine and not after:
            raise OSError(28, "No space left on device")
        result = whole(*args, **values)
        if mine:
            raise OSError(28, "No space left on device")
        return result

    monkeypatch.setattr(part, method, failing)
    with pytest.raises(OSError, match="No space"):
        intake.run_once()
    monkeypatch.undo()
    folder.write([{"id": 2}])
    for _ in range(2):
        intake.run_once()
    intake.close()
    assert sorted(folder.beds()) == [1, 2]


def test_the_loop_waits_trouble_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = SourceFolder(tmp_path)
    folder.write([{"id": 1}])
    intake = folder.intake()
    stop = threading.Event()
    troubles = iter([OSError(28, "No space left on device")])
    whole = Commits.write

    def failing(*args: Any) -> None:
        for trouble in troubles:
            raise trouble
        whole(*args)
        stop.set()

    monkeypatch.setattr(Commits, "write", failing)
    monkeypatch.setattr("gatehouse.lake.intake._AFTER_FAILURE", 0.01)
    intake.run(stop, 0.01)
    assert intake.failure is None
    assert sorted(folder.beds()) == [1]
