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

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from gatehouse.contracts import TableName
from gatehouse.lake.delta import DeltaView
from gatehouse.lake.faults import (
    CAPTURE,
    CLOSINGS,
    FAULTS,
    Closed,
    Closing,
    ClosingWriter,
    Fault,
)
from gatehouse.lake.layout import Layout
from gatehouse.lake.ledger import Entry, LedgerView

_FAULT_FIELDS = FAULTS.names[:-1]
_CLOSING_FIELDS = CLOSINGS.names[:-1]
_Name = tuple[str, str, str]
NONE = MappingProxyType[str, int]({})


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
        self._closings_view = DeltaView(layout.closings)
        self._ledger = LedgerView(layout)
        self._read = self._closings_read = 0
        self._all: dict[str, Fault] = {}
        self._open: dict[str, Fault] = {}
        self._closings: defaultdict[str, list[Closing]] = defaultdict(list)
        self._again: defaultdict[_Name, list[Entry]] = defaultdict(list)
        self._tables = NONE

    def rows(self, table: TableName | None = None, *, history: bool = False) -> list[Fault]:
        """Open faults, latest first, or those of one table; with `history` the closed ones too."""
        self._look()
        faults = (self._all if history else self._open).values()
        return [fault for fault in faults if table in {None, fault.name}][::-1]

    def causes(self, *, history: bool = False) -> list[Cause]:
        """Open faults by table and cause, most frequent first; with `history` the closed too."""
        rows = self.rows(history=history)
        count = Counter((fault.name, fault.code) for fault in rows)
        example = {(fault.name, fault.code): fault for fault in reversed(rows)}
        return [Cause(*key, total, example[key]) for key, total in count.most_common()]

    def counts(self) -> MappingProxyType[str, int]:
        """How many open faults each table has, such as `nomis.offenders`, in order of name."""
        self._look()
        return self._tables

    def tables(self) -> tuple[str, ...]:
        """Tables that lack a change because of an open fault, in order of name."""
        return tuple(self.counts())

    def closing(self, fault: Fault) -> Closing | None:
        """How a fault was closed, as of the last look; None while it is open."""
        return self._delivered_again(fault) or next(
            (one for one in self._closings[fault.id] if one.at >= fault.at), None
        )

    def _look(self) -> None:
        """Take in what is new; cheap when nothing is."""
        self._view.refresh()
        if self._view.position == self._read and not self._open:
            return
        # In this order, a file applied again by now has its faults known by now, and so has the
        # position whose event superseded a row.
        self._closings_view.refresh()
        self._ledger.refresh()
        if not self._ledger.has_news and (self._view.position, self._closings_view.position) == (
            self._read,
            self._closings_read,
        ):
            return
        self._view.refresh()
        news = self._take_faults() | self._take_closings()
        entries = self._ledger.taken({fault.file for fault in self._all.values()})
        for entry in entries:
            self._again[entry.name].append(entry)
        if news or entries:
            self._open = {
                key: fault for key, fault in self._all.items() if self.closing(fault) is None
            }
            counts = Counter(str(fault.name) for fault in self._open.values())
            self._tables = MappingProxyType(dict(sorted(counts.items())))

    def _take_faults(self) -> bool:
        if self._view.position == self._read:
            return False
        for row in self._view.rows(FAULTS, self._read).to_pylist():
            fault = Fault(**{field: row[field] for field in _FAULT_FIELDS})
            key = fault.id
            self._all.pop(key, None)  # the latest is last
            self._all[key] = fault
        self._read = self._view.position
        return True

    def _take_closings(self) -> bool:
        if self._closings_view.position == self._closings_read:
            return False
        for row in self._closings_view.rows(CLOSINGS, self._closings_read).to_pylist():
            closing = Closing(**{**{f: row[f] for f in _CLOSING_FIELDS}, "how": Closed(row["how"])})
            self._closings[closing.fault].append(closing)
        self._closings_read = self._closings_view.position
        return True

    def _delivered_again(self, fault: Fault) -> Closing | None:
        for entry in self._again[fault.source, fault.table, fault.file]:
            mended = fault.row is None or entry.checksum != fault.checksum
            if entry.at > fault.at and mended:
                reason = "its file came again under the same name and was applied"
                return Closing(fault.id, Closed.DELIVERED_AGAIN, reason, CAPTURE, entry.at)
        return None


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
