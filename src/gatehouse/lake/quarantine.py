"""What is in quarantine and what has become of it, for people and for reports.

The raw file stays where it was, so that it can be delivered again; the copy kept here has its
sensitive values masked. A fault is open until one of these closes it, never by time alone:

- its file was delivered again under the same name and applied: with other content for a row,
  since the same content has the same fault; with any content for a whole file, which may also
  have become fit because its contract changed;
- a later whole event of the row's key was applied, which says all that the row would have said
  (`superseding`);
- a person discarded it, with a reason.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from gatehouse.contracts import TableName
from gatehouse.engines.sql import Sql, compose, names
from gatehouse.lake.delta import DeltaView
from gatehouse.lake.faults import FAULTS, Closed, Closing, ClosingWriter, Fault
from gatehouse.lake.known_faults import KnownFaults
from gatehouse.lake.layout import Layout
from gatehouse.lake.ledger import LedgerView

_FIELDS = FAULTS.names[:-1]
_NOTHING: Mapping[str, object] = MappingProxyType({})
_LATEST = Sql('_position DESC, file DESC, "row" DESC')
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",
    "threads": 1,
    "temp_directory": tempfile.gettempdir(),
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class DiscardError(ValueError):
    """A fault that cannot be discarded; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Faults of one table that have one cause: how many, and the latest as an example."""

    table: TableName
    code: str
    count: int
    example: Fault


class Quarantine:
    """The quarantine of one lake, as a follower reads it; looking again is cheap."""

    def __init__(self, lake: Path) -> None:
        layout = Layout(lake)
        self._view = DeltaView(layout.quarantine)
        self._closings = DeltaView(layout.closings)
        self._ledger = LedgerView(layout)
        self._engine = duckdb.connect(config=_CONFIG)
        self._engine.execute("SET enable_progress_bar = false")
        self._read = (0, 0)
        self._files: frozenset[str] = frozenset()
        self._known = KnownFaults()
        self._counts = MappingProxyType[str, int]({})
        self._closed: dict[str, Closing] | None = None

    def rows(self, table: TableName | None = None, *, history: bool = False) -> list[Fault]:
        """Open faults, latest first, or those of one table; with `history` the closed ones too."""
        statement = compose(
            "SELECT {fields} FROM ({rows}) WHERE ($history OR closed IS NULL) AND"
            ' coalesce(source = $of_source AND "table" = $of_table, true) ORDER BY {latest}',
            fields=names(_FIELDS),
            rows=self.known().rows(_FIELDS),
            latest=_LATEST,
        )
        of = {
            "history": history,
            "of_source": table.source if table else None,
            "of_table": table.table if table else None,
        }
        return [_fault(row) for row in self._ask(statement, of)]

    def causes(self, *, history: bool = False) -> list[Cause]:
        """Open faults by table and cause, most frequent first; with `history` the closed too."""
        statement = compose(
            "SELECT count(*) OVER cause AS number, {fields} FROM ({rows})"
            " WHERE $history OR closed IS NULL"
            ' WINDOW cause AS (PARTITION BY source, "table", code)'
            ' QUALIFY row_number() OVER (PARTITION BY source, "table", code ORDER BY {latest}) = 1'
            ' ORDER BY number DESC, source, "table", code',
            fields=names(_FIELDS),
            rows=self.known().rows(_FIELDS),
            latest=_LATEST,
        )
        found = [(row[0], _fault(row[1:])) for row in self._ask(statement, {"history": history})]
        return [Cause(fault.name, fault.code, number, fault) for number, fault in found]

    def counts(self) -> MappingProxyType[str, int]:
        """How many open faults each table has, such as `nomis.offenders`, in order of name."""
        self.known()
        return self._counts

    def tables(self) -> tuple[str, ...]:
        """Tables that lack a change because of an open fault, in order of name."""
        return tuple(self.counts())

    def closing(self, fault: Fault) -> Closing | None:
        """How a fault was closed; None while it is open."""
        known = self.known()
        if self._closed is None:
            statement = compose(
                'SELECT id, closed.how, closed.reason, closed."by", closed.at FROM ({rows})'
                " WHERE closed IS NOT NULL",
                rows=known.rows(),
            )
            self._closed = {
                row[0]: Closing(row[0], Closed(row[1]), *row[2:]) for row in self._ask(statement)
            }
        return self._closed.get(fault.id)

    def known(self) -> KnownFaults:
        """Everything known now; cheap when nothing is new."""
        self._view.refresh()
        if self._view.position == self._read[0] and not self._counts:
            return self._known
        # In this order, a file applied again by now has its faults known by now, and so has the
        # position whose event superseded a row.
        self._closings.refresh()
        self._ledger.refresh()
        if not self._ledger.has_news and (self._view.position, self._closings.position) == (
            self._read
        ):
            return self._known
        self._view.refresh()
        self._learn()
        return self._known

    def _learn(self) -> None:
        news = (self._view.position, self._closings.position)
        known = KnownFaults(self._view.files(), self._closings.files(), self._known.again)
        if news[0] != self._read[0]:
            statement = compose("SELECT DISTINCT file FROM ({rows})", rows=known.rows())
            found = self._engine.execute(statement, known.parameters).fetchall()
            self._files = frozenset(file for (file,) in found)
        entries = self._ledger.taken(self._files)
        if news != self._read or entries:
            self._known = replace(known, again=(*known.again, *entries))
            statement = compose(
                "SELECT source || '.' || \"table\" AS name, count(*) FROM ({rows})"
                " WHERE closed IS NULL GROUP BY name ORDER BY name",
                rows=self._known.rows(),
            )
            self._counts = MappingProxyType(dict(self._ask(statement)))
            self._closed = None
        self._read = news

    def _ask(
        self, statement: Sql, values: Mapping[str, object] = _NOTHING
    ) -> list[tuple[Any, ...]]:
        return self._engine.execute(statement, {**self._known.parameters, **values}).fetchall()


def _fault(row: Sequence[Any]) -> Fault:
    return Fault(**dict(zip(_FIELDS, row, strict=True)))


def quarantine(lake: Path) -> Quarantine:
    """The quarantine of a lake, which need not have one yet."""
    return Quarantine(lake)


def discard(
    lake: Path, faults: Sequence[str], *, reason: str, by: str, now: datetime
) -> list[Fault]:
    """Close open faults by their ids: what they held is not needed, and `reason` says why.

    Nothing is erased. `now` is UTC. Raises `DiscardError`, and then has discarded none.
    """
    if not reason.strip():
        raise DiscardError("say why in the reason; it is kept with your name")
    held = Quarantine(lake)
    found = [_open_fault(held, wanted) for wanted in dict.fromkeys(faults)]
    ClosingWriter(Layout(lake)).write(
        Closing(fault.id, Closed.DISCARDED, reason.strip(), by, max(now, fault.at))
        for fault in found
    )
    return found


def _open_fault(held: Quarantine, wanted: str) -> Fault:
    fault = _by_id(held.rows(history=True), wanted)
    if fault is None:
        raise DiscardError(
            f"there is no fault {wanted}; gatehouse quarantine --table SOURCE.TABLE lists them, "
            "each with its id first"
        )
    if closing := held.closing(fault):
        raise DiscardError(f"{wanted} is closed already: {closing.how}, {closing.reason}")
    return fault


def _by_id(faults: Iterable[Fault], wanted: str) -> Fault | None:
    return next((fault for fault in faults if fault.id == wanted), None)
