"""The one fold against a sequential oracle: any order, repetition and split of a history."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.engines.sql import Sql, compose
from gatehouse.lake.fold import events_as_state, fold, log_schema, repetition
from gatehouse.lake.relation import Relation
from gatehouse.lake.replacing import replace_few, replace_many
from gatehouse.lake.tables import create_tables, state_table
from tests.lake.source_folder import CATALOGUE, CONTRACT

Event = dict[str, Any]
_START = datetime(2026, 11, 24)
_ORDER = ("_epoch", "_sequence", "_timestamp", "_file", "_row")


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of a few keys; no two share a place in the order."""
    places = draw(
        st.lists(
            st.tuples(
                st.integers(0, 1),
                st.sampled_from(["", "20261124060000", "1" * 35, "2" * 35]),
                st.integers(0, 2),
                st.sampled_from(["LOAD1.parquet", "20261124-060000000.parquet"]),
                st.integers(0, 9),
            ),
            unique=True,
            max_size=60,
        )
    )
    return [draw(_events(place)) for place in places]


@st.composite
def _events(draw: st.DrawFn, place: tuple[int, str, int, str, int]) -> Event:
    """An event at a place in the order; a column it does not have is empty in the log."""
    epoch, sequence, minute, file, row = place
    op = draw(st.sampled_from("IUUD"))
    # The reader makes deletes whole: they leave nothing behind.
    absent = None if op == "D" else draw(st.sampled_from([None, None, ["note"], ["note", "since"]]))
    event = {
        "id": draw(st.integers(1, 12)),
        "name": draw(st.sampled_from("abc")),
        "note": draw(st.sampled_from([None, "x", "y"])),
        "since": draw(st.sampled_from([None, _START])),
        "_op": op,
        "_epoch": epoch,
        "_sequence": sequence,
        "_timestamp": _START + timedelta(minutes=minute),
        "_file": file,
        "_row": row,
        "_absent": absent,
        "_position": 1,
    }
    return event | dict.fromkeys(absent or [])


class _Engine:
    """An engine with the tables of a serving copy; a property test keeps no hold on it."""

    now: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module", autouse=True)
def _engine() -> Iterator[None]:
    with duckdb.connect() as _Engine.now:
        create_tables(_Engine.now, CATALOGUE)
        yield
    del _Engine.now


def oracle(history: Sequence[Event]) -> dict[int, tuple[Any, ...]]:
    """One event after another, in order: what a person would do with a pencil."""
    table: dict[int, dict[str, Any]] = {}
    for event in sorted(history, key=lambda e: tuple(e[part] for part in _ORDER)):
        if event["_op"] == "D":
            table.pop(event["id"], None)
            continue
        row = table.setdefault(event["id"], {"name": None, "note": None, "since": None})
        row.update({c: event[c] for c in row if c not in (event["_absent"] or [])})
    return {key: tuple(row.values()) for key, row in table.items()}


@settings(max_examples=40, deadline=None)
@given(history=histories(), data=st.data())
def test_any_order_repetition_and_split_gives_the_oracles_table(
    history: list[Event], data: st.DataObject
) -> None:
    """M30; M32: an absent column keeps its last present value."""
    engine = _Engine.now
    shuffled = data.draw(st.permutations(history + data.draw(_some_of(history))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    batches = [
        shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True) if b > a
    ]
    wanted = oracle(history)
    assert _folded_at_once(engine, shuffled) == wanted
    engine.execute(compose("DELETE FROM {state}", state=state_table(CONTRACT)))
    for number, batch in enumerate(batches):
        rows = _unique(batch) if number % 2 else batch
        if data.draw(st.booleans()):
            replace_few(engine, CONTRACT, _table(rows))
        else:
            _replace_many(engine, rows)
        folded = engine.execute(
            compose("SELECT id FROM {state}", state=state_table(CONTRACT))
        ).fetchall()
        assert len(folded) == len(set(folded))
    assert _live(engine.execute("SELECT id, name, note, since FROM nomis.beds")) == wanted


def _some_of(history: list[Event]) -> st.SearchStrategy[list[Event]]:
    return st.lists(st.sampled_from(history), max_size=4) if history else st.just([])


def _unique(batch: Sequence[Event]) -> list[Event]:
    return [event for number, event in enumerate(batch) if event not in batch[:number]]


def _table(events: Sequence[Event]) -> pa.Table:
    return pa.Table.from_pylist(list(events), log_schema(CONTRACT))


def _replace_many(engine: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> None:
    engine.register("many", _table(events))
    replace_many(engine, CONTRACT, Relation(events_as_state(CONTRACT, Sql("SELECT * FROM many"))))
    engine.unregister("many")


def _folded_at_once(
    engine: duckdb.DuckDBPyConnection, events: Sequence[Event]
) -> dict[int, tuple[Any, ...]]:
    engine.register("events", _table(events))
    rows = events_as_state(CONTRACT, Sql("SELECT * FROM events"))
    torn = engine.execute(repetition(CONTRACT, rows)).fetchall()[0][1]
    state = fold(CONTRACT, rows, torn=torn)
    live = compose("SELECT id, name, note, since FROM ({state}) WHERE _op <> 'D'", state=state)
    return _live(engine.execute(live))


def _live(result: duckdb.DuckDBPyConnection) -> dict[int, tuple[Any, ...]]:
    rows = result.fetchall()
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: row[1:] for row in rows}


def test_a_first_load_of_unique_keys_equals_the_window_fold() -> None:
    """Rows of keys that occur once are not sorted; the result is that of sorting them all."""
    engine = _Engine.now
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE loaded AS SELECT i AS id, 'n' || i AS name,"
        " NULL::VARCHAR AS note, NULL::TIMESTAMP AS since, 'I' AS _op, 0::BIGINT AS _epoch,"
        " '' AS _sequence,"
        " TIMESTAMP '2026-01-01' AS _timestamp, 'LOAD1.parquet' AS _file, i AS _row,"
        " NULL::VARCHAR[] AS _absent FROM range(20000) r(i)"
    )
    rows = events_as_state(CONTRACT, Sql("SELECT * FROM loaded"))
    passed = Relation(rows).folded(CONTRACT, engine).sql
    assert passed == rows
    folded = compose("SELECT * FROM ({f})", f=fold(CONTRACT, rows, torn=False))
    sorted_all = compose(
        "SELECT * FROM ({rows}) QUALIFY row_number() OVER (PARTITION BY id ORDER BY _epoch DESC,"
        " _sequence DESC, _timestamp DESC, _file DESC, _row DESC) = 1",
        rows=rows,
    )
    for one, other in ((passed, sorted_all), (sorted_all, passed), (folded, passed)):
        difference = compose("({one}) EXCEPT ALL ({other})", one=one, other=other)
        assert engine.execute(difference).fetchall() == []
