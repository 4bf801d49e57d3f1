"""Opening the state database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Delete, Engine, Update, delete, insert, inspect, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from gatehouse.state import open_state
from gatehouse.state.tables import audit_event, audit_subject, metadata, sealed_output

EVENT = {
    "username": "MOORLAND_OFFICER",
    "what": "VIEW",
    "at": datetime.fromisoformat("2026-03-02T07:30"),
    "product_id": "unlock-list",
    "parameters": {"prison": "MDI"},
    "outcome": "shown",
    "subject_count": 1,
}


@pytest.fixture
def engine() -> Engine:
    return open_state("sqlite://")


def test_a_new_database_has_every_table(engine: Engine) -> None:
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_the_migrations_make_exactly_the_tables_the_code_uses(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_again_keeps_what_was_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'state.db'}"
    with open_state(url).begin() as connection:
        connection.execute(insert(audit_event).values(EVENT))
    with open_state(url).connect() as connection:
        row = connection.execute(select(audit_event)).one()
    assert row.parameters == {"prison": "MDI"}
    assert row.at == EVENT["at"]


def test_two_threads_of_one_server_may_write(tmp_path: Path) -> None:
    first = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    second = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    for engine in (first, second):
        with engine.begin() as connection:
            connection.execute(insert(audit_event).values(EVENT))
    with first.connect() as connection:
        assert [row.id for row in connection.execute(select(audit_event))] == [1, 2]


def test_servers_that_start_together_make_one_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.db'}"
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_state, [url] * 4))
    assert "web_session" in inspect(engines[-1]).get_table_names()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="state cannot be kept in mysql"):
        open_state("mysql://somewhere/state")


@pytest.mark.parametrize(
    "statement",
    [
        update(audit_event).values(outcome="never happened"),
        delete(audit_subject),
        update(audit_subject).values(prison_number="A0000AA"),
    ],
)
def test_the_database_refuses_to_change_the_audit_trail(
    engine: Engine, statement: Update | Delete
) -> None:
    with engine.begin() as connection:
        connection.execute(insert(audit_event).values(EVENT))
        connection.execute(insert(audit_subject).values(event_id=1, prison_number="A1234AA"))
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(statement)


def test_a_subject_without_its_event_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(insert(audit_subject).values(event_id=7, prison_number="A1234AA"))
    assert "A1234AA" not in str(refused.value), "the error may be logged"


def test_a_sealed_output_keeps_its_bytes(engine: Engine) -> None:
    moment = datetime.fromisoformat("2026-03-02T07:30")
    with engine.begin() as connection:
        connection.execute(
            insert(sealed_output).values(
                code="K7QF-29MX",
                product_id="unlock-list",
                parameters={"slot": "AM"},
                payload=b"\x00list",
                username="MOORLAND_OFFICER",
                establishments=["MDI"],
                position=12,
                data_as_at=moment,
                made_at=moment,
                expires_at=datetime.fromisoformat("2026-03-09T07:30"),
                digest="ab" * 32,
            )
        )
        row = connection.execute(select(sealed_output)).one()
    assert row.payload == b"\x00list"
    assert row.establishments == ["MDI"]
