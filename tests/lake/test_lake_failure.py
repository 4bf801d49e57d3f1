"""Trouble with the platform: capture waits, and goes on where it was."""

import itertools
import threading
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gatehouse.lake.commits import Commit, Commits, CommitsView
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


def test_the_loop_waits_trouble_out_and_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "gatehouse")
    folder = SourceFolder(tmp_path)
    folder.write([{"id": 1}])
    intake = folder.intake()
    stop = threading.Event()
    troubles = iter([OSError(28, "No space left on device")] * 3)
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
    said = [message for message in caplog.messages if "platform" in message]
    assert [message.split(";")[0] for message in said] == [
        "capture waits for the platform: [Errno 28] No space left on device",
        "capture goes on: the platform is well again, after 0 s",
    ]


def test_a_server_that_cannot_follow_says_so_once_and_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "gatehouse")
    folder = SourceFolder(tmp_path)
    folder.write([{"id": 1}])
    folder.capture()
    serving = folder.serving()
    tries = itertools.count(1)
    followed = threading.Event()
    whole = CommitsView.since

    def failing(view: CommitsView, position: int) -> list[Commit]:
        if next(tries) <= 3:
            raise duckdb.ConversionException("Could not convert string 'SMITH' to INT32")
        found = whole(view, position)
        if not found:
            followed.set()
        return found

    monkeypatch.setattr(CommitsView, "since", failing)
    serving.start(0.01)
    assert followed.wait(30)
    serving.close()
    said = [message for message in caplog.messages if "lake" in message and "made" not in message]
    assert len(said) == 2
    assert said[0].startswith("the serving copy stays at position 0, since the lake cannot be")
    assert said[1].startswith("the serving copy follows the lake again, after 3 tries")
    assert "SMITH" not in caplog.text
