"""The audit trail: append-only, and in the way of every action it records.

Record first, then show: `record` raises when it cannot write, and the caller lets that error
stop the action. Nothing is seen that is not on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, StrEnum

from sqlalchemy import Engine, Select, insert, select
from sqlalchemy.exc import SQLAlchemyError

from gatehouse.state.tables import audit_event, audit_subject

_OUTCOME_LIMIT = 512


class Action(StrEnum):
    """What a person did."""

    VIEW = "VIEW"
    PRINT = "PRINT"
    EXPORT = "EXPORT"
    SEARCH = "SEARCH"
    SIGN_IN = "SIGN_IN"
    SIGN_OUT = "SIGN_OUT"
    DENIED = "DENIED"


class AuditError(RuntimeError):
    """An action could not be put on record, and so must not happen."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One recorded action. `when` is local time; `id` gives the order."""

    id: int
    who: str
    what: Action
    when: datetime
    product: str
    parameters: Mapping[str, object]
    outcome: str
    subject_count: int


class Audit:
    """The trail kept in one state database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(  # noqa: PLR0917 - the agreed order: who did what, when, to what, with what result
        self,
        who: str,
        what: Action | str,
        when: datetime,
        product: str,
        parameters: Mapping[str, object],
        subjects: Sequence[str],
        outcome: str,
    ) -> int:
        """Write one action and everyone it showed; the id of the record.

        `subjects` are prison numbers; a repeated one counts once. `product` is empty for
        signing in and out. Raises `AuditError` when the record cannot be written.
        """
        action = _action(what)
        people = sorted(set(subjects))
        try:
            with self._engine.begin() as connection:
                inserted = connection.execute(
                    insert(audit_event).values(
                        username=who,
                        what=action.value,
                        at=when,
                        product_id=product,
                        parameters={name: _plain(value) for name, value in parameters.items()},
                        outcome=outcome[:_OUTCOME_LIMIT],
                        subject_count=len(people),
                    )
                )
                event_id = _only_key(inserted.inserted_primary_key)
                if people:
                    connection.execute(
                        insert(audit_subject),
                        [{"event_id": event_id, "prison_number": person} for person in people],
                    )
        except SQLAlchemyError as error:
            raise AuditError(
                f"{action} by {who} could not be put on record, so it was stopped. "
                "Check that the state database can be written to, then try again."
            ) from error
        return event_id

    def recent(
        self, limit: int, *, who: str | None = None, what: Action | str | None = None
    ) -> list[AuditEvent]:
        """The newest records first, at most `limit`, of one person or action if asked."""
        query = select(audit_event)
        if who is not None:
            query = query.where(audit_event.c.username == who)
        if what is not None:
            query = query.where(audit_event.c.what == _action(what).value)
        return self._read(query, limit)

    def about(self, prison_number: str, limit: int) -> list[AuditEvent]:
        """The newest records first that showed one person: who has seen them."""
        query = select(audit_event).join(
            audit_subject, audit_subject.c.event_id == audit_event.c.id
        )
        return self._read(query.where(audit_subject.c.prison_number == prison_number), limit)

    def subjects(self, event_id: int) -> tuple[str, ...]:
        """The prison numbers a record showed, in order."""
        query = (
            select(audit_subject.c.prison_number)
            .where(audit_subject.c.event_id == event_id)
            .order_by(audit_subject.c.prison_number)
        )
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def _read(self, query: Select[tuple[object, ...]], limit: int) -> list[AuditEvent]:
        newest_first = query.order_by(audit_event.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [
                AuditEvent(
                    id=row.id,
                    who=row.username,
                    what=Action(row.what),
                    when=row.at,
                    product=row.product_id,
                    parameters=row.parameters,
                    outcome=row.outcome,
                    subject_count=row.subject_count,
                )
                for row in connection.execute(newest_first)
            ]


def _action(what: Action | str) -> Action:
    try:
        return Action(what)
    except ValueError:
        raise AuditError(
            f"{what!r} is not an audited action; it is one of {', '.join(Action)}"
        ) from None


def _only_key(key: Sequence[object] | None) -> int:
    if not key or not isinstance(key[0], int):
        raise AuditError("the state database gave the audit record no id, so it was stopped")
    return key[0]


def _plain(value: object) -> object:
    """A parameter as JSON can hold it: dates in ISO form, sets in order."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [_plain(item) for item in value]
        return inner if isinstance(value, list | tuple) else sorted(inner, key=str)
    return str(value)
