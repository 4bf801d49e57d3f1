"""The audit trail."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gatehouse.audit import Action, Audit, AuditError
from gatehouse.state import open_state

NOW = datetime.fromisoformat("2026-03-02T07:30")


@pytest.fixture
def engine() -> Engine:
    return open_state("sqlite://")


@pytest.fixture
def audit(engine: Engine) -> Audit:
    return Audit(engine)


def test_a_view_records_who_what_when_and_whom(audit: Audit) -> None:
    parameters = {"on": date(2026, 3, 2), "wings": frozenset({"B", "A"}), "slot": "AM"}
    event_id = audit.record(
        "MOORLAND_OFFICER", "VIEW", NOW, "unlock-list", parameters, ["A1234AA", "A1235AA"], "shown"
    )
    (event,) = audit.recent(10)
    assert event.id == event_id
    assert (event.who, event.what, event.when) == ("MOORLAND_OFFICER", Action.VIEW, NOW)
    assert event.parameters == {"on": "2026-03-02", "wings": ["A", "B"], "slot": "AM"}
    assert (event.product, event.outcome, event.subject_count) == ("unlock-list", "shown", 2)
    assert audit.subjects(event_id) == ("A1234AA", "A1235AA")


def test_a_person_seen_twice_in_one_view_is_one_subject(audit: Audit) -> None:
    audit.record("O", Action.PRINT, NOW, "roll", {}, ["A1234AA", "A1234AA"], "printed")
    assert audit.recent(1)[0].subject_count == 1


def test_the_newest_come_first_and_can_be_narrowed(audit: Audit) -> None:
    for who, what in (("A", "VIEW"), ("B", "VIEW"), ("A", "EXPORT")):
        audit.record(who, what, NOW, "roll", {}, [], "shown")
    assert [(e.who, e.what) for e in audit.recent(2)] == [("A", "EXPORT"), ("B", "VIEW")]
    assert [e.what for e in audit.recent(10, who="A")] == ["EXPORT", "VIEW"]
    assert [e.who for e in audit.recent(10, what=Action.VIEW)] == ["B", "A"]


def test_it_tells_who_has_seen_a_person(audit: Audit) -> None:
    audit.record("A", "VIEW", NOW, "roll", {}, ["A1234AA"], "shown")
    audit.record("B", "VIEW", NOW, "roll", {}, ["A9999ZZ"], "shown")
    assert [event.who for event in audit.about("A1234AA", 10)] == ["A"]


def test_an_unknown_action_is_refused(audit: Audit) -> None:
    with pytest.raises(AuditError, match=r"LOOK.*one of VIEW"):
        audit.record("A", "LOOK", NOW, "roll", {}, [], "shown")


def test_an_action_that_cannot_be_recorded_is_stopped(tmp_path: Path) -> None:
    engine = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit_subject")
    audit = Audit(engine)
    with pytest.raises(AuditError, match="stopped"):
        audit.record("A", "VIEW", NOW, "roll", {}, ["A1234AA"], "shown")
    assert audit.recent(10) == []  # and no half of it stays behind
