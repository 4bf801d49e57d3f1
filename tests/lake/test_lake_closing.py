"""How a fault is closed, and which tables are unfit until it is."""

import multiprocessing
import os
import signal
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.lake import (
    Closed,
    Closing,
    DiscardError,
    Fault,
    Intake,
    Serving,
    discard,
    quarantine,
)
from gatehouse.lake.faults import ClosingWriter
from tests.lake.source_folder import BED, CATALOGUE, NOW, Row, SourceFolder

SOON = NOW + timedelta(minutes=5)
UTC_NOW = SOON.replace(tzinfo=None)
SOUND, BROKEN = "sound", None  # a name is required


@pytest.fixture
def folder(tmp_path: Path) -> SourceFolder:
    return SourceFolder(tmp_path)


def _row(key: int | None, sequence: int, name: str | None = SOUND, op: str = "U") -> Row:
    return {"Op": op, "id": key, "name": name, "checkpoint_col": f"{sequence:035d}"}


def _open(folder: SourceFolder) -> list[Fault]:
    return quarantine(folder.lake).rows()


def _only(folder: SourceFolder) -> Fault:
    (fault,) = _open(folder)
    return fault


def _ways(folder: SourceFolder) -> list[Closed | None]:
    held = quarantine(folder.lake)
    closings = [held.closing(fault) for fault in held.rows(history=True)]
    return [closing.how if closing else None for closing in closings]


@pytest.mark.parametrize(
    ("later", "how"),
    [
        (_row(1, 6), Closed.SUPERSEDED),
        (_row(1, 6, BROKEN, "D"), Closed.SUPERSEDED),
        (_row(1, 4), None),  # an older change says nothing of what was lost
        (_row(2, 6), None),
        (_row(None, 6), None),
    ],
)
def test_a_row_is_closed_by_a_later_change_of_its_key_alone(
    folder: SourceFolder, later: Row, how: Closed | None
) -> None:
    folder.write([_row(1, 5, BROKEN)])
    folder.capture()
    first = _only(folder)
    folder.write([later])
    folder.capture(now=SOON)
    held = quarantine(folder.lake)
    open_ids = {fault.id for fault in held.rows()}
    closing = held.closing(first)
    assert (closing and closing.how, first.id in open_ids) == (how, how is None)


def test_the_later_change_may_have_come_first_or_in_the_same_file(folder: SourceFolder) -> None:
    folder.write([_row(1, 9)])
    folder.capture()
    folder.write([_row(1, 5, BROKEN), _row(2, 5, BROKEN), _row(2, 6)])
    folder.capture(now=SOON)
    assert _open(folder) == []
    assert _ways(folder) == [Closed.SUPERSEDED, Closed.SUPERSEDED]


def test_a_row_whose_time_cannot_be_read_needs_a_greater_sequence(folder: SourceFolder) -> None:
    folder.write([{**_row(1, 5), "_timestamp": "yesterday"}])
    folder.write([{**_row(1, 5), "_timestamp": "2030-01-01 00:00:00"}])
    folder.capture()
    assert [fault.code for fault in _open(folder)] == ["bad_timestamp"]
    folder.write([_row(1, 6)])
    folder.capture(now=SOON)
    assert _open(folder) == []


def test_a_row_whose_place_cannot_be_read_stays_open(folder: SourceFolder) -> None:
    folder.write([{**_row(1, 5), "checkpoint_col": "nonsense"}])
    folder.capture()
    folder.write([_row(1, 6)])
    folder.capture(now=SOON)
    assert [fault.code for fault in _open(folder)] == ["bad_sequence"]


_EVENT = st.tuples(st.integers(1, 3), st.integers(0, 5), st.booleans())


@settings(max_examples=10, deadline=None)
@given(st.lists(st.lists(st.lists(_EVENT, min_size=1, max_size=4), max_size=2), max_size=4))
def test_open_are_those_without_a_later_sound_change_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, turns: list[list[list[tuple[int, int, bool]]]]
) -> None:
    """Several turns of several files of rows; the oracle reads them all at once."""
    folder = SourceFolder(tmp_path_factory.mktemp("closing"))
    told: list[tuple[int, tuple[int, str, int], bool]] = []
    for number, files in enumerate(turns):
        for rows in files:
            # A note, for a file with the content of another would be passed over.
            note = {"note": f"after {len(told)}"}
            name = folder.write(
                [{**_row(key, at, SOUND if sound else BROKEN), **note} for key, at, sound in rows]
            )
            told += [
                (key, (place, name, row), sound) for row, (key, place, sound) in enumerate(rows)
            ]
        folder.capture(now=NOW + timedelta(minutes=number))
    wanted = {
        place[1:]
        for key, place, sound in told
        if not sound and not any(k == key and s and p > place for k, p, s in told)
    }
    assert {(fault.file, fault.row) for fault in _open(folder)} == wanted


def test_a_row_without_a_key_is_closed_by_a_person_who_says_why(folder: SourceFolder) -> None:
    folder.write([_row(None, 5)])
    folder.capture()
    folder.write([_row(1, 6), _row(2, 6)])
    folder.capture(now=SOON)
    fault = _only(folder)
    held = quarantine(folder.lake)
    assert held.tables() == ("nomis.beds",)
    discard(folder.lake, [fault.id], reason=" a test row ", by="pat", now=UTC_NOW)
    assert held.rows() == []
    assert held.tables() == ()
    assert held.rows(BED, history=True) == [fault]
    closing = held.closing(fault)
    assert closing is not None
    assert (closing.how, closing.reason, closing.by) == (Closed.DISCARDED, "a test row", "pat")


def test_what_cannot_be_discarded_is_said_and_nothing_is(folder: SourceFolder) -> None:
    folder.write([_row(None, 5)])
    folder.capture()
    fault = _only(folder)
    for ids, reason, word in (
        ([fault.id], " ", "why"),
        ([fault.id, "0123456789ab"], "not ours", "no fault 0123456789ab"),
    ):
        with pytest.raises(DiscardError, match=word):
            discard(folder.lake, ids, reason=reason, by="pat", now=UTC_NOW)
        assert _open(folder) == [fault]
    discard(folder.lake, [fault.id], reason="not ours", by="pat", now=UTC_NOW)
    with pytest.raises(DiscardError, match="closed already: discarded, not ours"):
        discard(folder.lake, [fault.id], reason="again", by="pat", now=UTC_NOW)


def test_a_discarded_file_that_is_delivered_again_as_bad_is_open_again(
    folder: SourceFolder,
) -> None:
    file = folder.write([_row(1, 5)], without=["name"])
    intake = folder.intake()
    intake.run_once()
    fault = _only(folder)
    # A person need not wait for capture to stop.
    discard(folder.lake, [fault.id], reason="not ours", by="pat", now=UTC_NOW)
    assert _open(folder) == []
    intake.close()
    again = folder.path(file).read_bytes()
    folder.path(file).unlink()
    folder.path(file).write_bytes(again)
    folder.capture(now=SOON + timedelta(minutes=5))
    assert [one.id for one in _open(folder)] == [fault.id]


def _capture_until_a_closing(root: Path) -> None:
    """Capture in a process that is killed when it would write a closing."""

    def die(_: ClosingWriter, closings: Sequence[Closing]) -> None:
        if closings:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(ClosingWriter, "write", die)  # noqa: B010 - the process is its own and ends here
    intake = Intake(root / "lake", {"nomis": root / "raw"}, CATALOGUE, lambda: SOON)
    intake.run_once()


def test_a_kill_between_the_change_and_the_closing_leaves_it_open_until_the_next_start(
    folder: SourceFolder,
) -> None:
    folder.write([_row(1, 5, BROKEN), _row(2, 5, BROKEN)])
    folder.capture()
    folder.write([_row(1, 6)])
    child = multiprocessing.get_context("forkserver").Process(
        target=_capture_until_a_closing, args=(folder.root,)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert folder.beds() == {1: (SOUND, None)}, "the change itself was applied"
    assert len(_open(folder)) == 2
    folder.intake(now=SOON).close()
    assert [(fault.row, fault.code) for fault in _open(folder)] == [(1, "required_empty")]


def _unfit(serving: Serving) -> tuple[str, ...]:
    with serving.read() as reading:
        return reading.moment.unfit


def test_a_moment_names_the_tables_that_lack_a_change(folder: SourceFolder) -> None:
    folder.write([_row(1, 5)])
    folder.write([{"prison": "MDI", "wing": "A", "places": 1}], table="wings")
    folder.capture()
    serving = folder.serving()
    assert serving.follow().unfit == _unfit(serving) == ()
    folder.write([_row(2, 5, BROKEN), _row(None, 5)])
    folder.capture(now=SOON)
    moment = serving.follow()
    assert moment.unfit == _unfit(serving) == ("nomis.beds",)
    assert serving.open_faults == {"nomis.beds": 2}
    serving.close()

    serving = folder.serving()
    assert _unfit(serving) == ("nomis.beds",), "kept in the copy"
    ids = [fault.id for fault in _open(folder)]
    discard(folder.lake, ids[:1], reason="not ours", by="pat", now=UTC_NOW)
    assert serving.follow().unfit == ("nomis.beds",)
    discard(folder.lake, ids[1:], reason="not ours", by="pat", now=UTC_NOW)
    after = serving.follow()
    assert (after.position, after.unfit, _unfit(serving)) == (moment.position, (), ())
    serving.close()


def test_a_file_set_aside_makes_its_table_unfit_without_a_new_position(
    folder: SourceFolder,
) -> None:
    folder.write([_row(1, 5)])
    folder.capture()
    serving = folder.serving()
    before = serving.follow()
    file = folder.write([{"prison": "MDI", "wing": "A"}], table="wings", without=["places"])
    folder.capture(now=SOON)
    assert serving.follow().unfit == ("nomis.wings",)
    assert serving.follow().position == before.position
    folder.write([{"prison": "MDI", "wing": "A"}], file, table="wings")
    folder.capture(now=SOON + timedelta(minutes=5))
    assert serving.follow().unfit == ()
    serving.close()


def test_a_table_without_a_contract_is_no_fault(folder: SourceFolder) -> None:
    folder.write([_row(1, 5)])
    stranger = folder.raw / "strangers"
    stranger.mkdir()
    (stranger / "LOAD00000001.parquet").write_bytes(b"?")
    folder.capture(times=2)
    assert quarantine(folder.lake).tables() == ()


def test_a_moment_over_some_tables_names_those_alone(folder: SourceFolder) -> None:
    folder.write([_row(None, 5)])
    folder.capture()
    serving = folder.serving()
    moment = serving.follow()
    serving.close()
    assert moment.over({"nomis.beds", "nomis.wings"}).unfit == ("nomis.beds",)
    assert moment.over({"nomis.wings"}).unfit == ()
    assert moment.over({"nomis.wings"}).position == moment.position
