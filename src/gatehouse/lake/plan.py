"""Deciding what to do with each file that was found, before any of its rows is read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from gatehouse.capture import ChangeFile, Footer, UnreadableFileError, read_footer
from gatehouse.contracts import Catalogue, Contract, TableName
from gatehouse.lake.faults import Fault
from gatehouse.lake.ledger import Entry, Ledger, State

# An unreadable file is looked at this many times before it is set aside.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """A file whose rows are to be read."""

    file: ChangeFile
    footer: Footer
    contract: Contract
    checksum: str


@dataclass
class Plan:
    """What is to be done with the files found: read these, write down the rest.

    `again` are files to look at again at the next turn, whatever becomes of their folder.
    """

    files: list[Planned] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    again: list[ChangeFile] = field(default_factory=list)

    def set_aside(
        self,
        file: ChangeFile,
        code: str,
        why: str,
        now: datetime,
        *,
        contract: Contract | None = None,
        checksum: str = "",
    ) -> None:
        """Quarantine a whole file."""
        self.entries.append(_entry(file, State.QUARANTINED, now, checksum=checksum, reason=why))
        self.faults.append(
            Fault(
                source=file.source,
                table=file.table,
                file=file.name,
                checksum=checksum,
                row=None,
                code=code,
                reason=why,
                contract_version=contract.version if contract else None,
                at=now,
            )
        )

    def wait(self, file: ChangeFile, why: str, now: datetime) -> None:
        """Let a file wait for the next turn."""
        self.entries.append(_entry(file, State.WAITING, now, reason=why))
        self.again.append(file)


class Planner:
    """Applies the rules for whole files: known, duplicate, without contract, unreadable, unfit."""

    def __init__(self, catalogue: Catalogue, ledger: Ledger) -> None:
        self._catalogue = catalogue
        self.ledger = ledger
        self._tries: dict[tuple[str, str, str, tuple[int, int]], int] = {}

    def plan(
        self, found: Iterable[ChangeFile], ignored: Iterable[ChangeFile], now: datetime
    ) -> Plan:
        """Sort files into those to read and those to write down with a reason."""
        plan = Plan()
        for file in ignored:
            if not self._known(file):
                plan.entries.append(_entry(file, State.IGNORED, now, reason=_IGNORED))
        fresh: set[tuple[str, str, str]] = set()
        for file in found:
            if not self._known(file):
                self._consider(file, now, plan, fresh)
        return plan

    def unreadable(self, file: ChangeFile, why: str, now: datetime, plan: Plan) -> None:
        """Let an unreadable file wait; after `PATIENCE` looks, set it aside."""
        key = (file.source, file.table, file.name, file.stamp)
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] < PATIENCE:
            plan.wait(file, why, now)
            return
        del self._tries[key]
        plan.set_aside(file, "unreadable", why, now)

    def _known(self, file: ChangeFile) -> bool:
        entry = self.ledger.last((file.source, file.table, file.name))
        return bool(entry and entry.state.settled and (entry.size, entry.modified_ns) == file.stamp)

    def _consider(
        self, file: ChangeFile, now: datetime, plan: Plan, fresh: set[tuple[str, str, str]]
    ) -> None:
        contract = self._contract(file, now, plan)
        if contract is None:
            return
        try:
            footer = read_footer(file.path)
            checksum = _checksum(file)
        except UnreadableFileError as error:
            self.unreadable(file, str(error), now, plan)
            return
        except OSError as error:
            plan.wait(file, f"cannot be read: {error}", now)
            return
        content = (file.source, file.table, checksum)
        if content in fresh or self.ledger.has_content(*content):
            plan.entries.append(
                _entry(
                    file,
                    State.DUPLICATE,
                    now,
                    checksum=checksum,
                    rows=footer.rows,
                    reason=_DUPLICATE,
                )
            )
        elif problems := footer.problems(contract):
            why = "; ".join(problems) + _UNFIT.format(contract.name, contract.version)
            plan.set_aside(file, "unfit_file", why, now, contract=contract, checksum=checksum)
        else:
            fresh.add(content)
            plan.files.append(Planned(file, footer, contract, checksum))

    def _contract(self, file: ChangeFile, now: datetime, plan: Plan) -> Contract | None:
        try:
            name = TableName(file.source, file.table)
        except ValueError as error:
            plan.entries.append(_entry(file, State.IGNORED, now, reason=str(error)))
            return None
        if name in self._catalogue:
            return self._catalogue[name]
        plan.entries.append(
            _entry(
                file,
                State.WAITING,
                now,
                reason=f"no contract for {name}; add contracts/{name.source}/{name.table}.yaml "
                "and start capture again: the file is read then",
            )
        )
        return None


_IGNORED = (
    "the name is not one that is read: LOAD….parquet for a full load, "
    "YYYYMMDD-HHMMSSmmm.parquet for changes"
)
_DUPLICATE = "a file with the same content has been read for this table; nothing to do"
_UNFIT = (
    "; mend the file, or change the contract of {} (version {}), and deliver it again under the "
    "same name"
)


def seen(planned: Planned, position: int, now: datetime) -> Entry:
    """The entry that says a file will be read for a position."""
    return _entry(
        planned.file,
        State.SEEN,
        now,
        checksum=planned.checksum,
        rows=planned.footer.rows,
        position=position,
    )


def _entry(
    file: ChangeFile,
    state: State,
    now: datetime,
    *,
    checksum: str = "",
    rows: int = 0,
    reason: str = "",
    position: int = 0,
) -> Entry:
    return Entry(
        source=file.source,
        table=file.table,
        file=file.name,
        checksum=checksum,
        size=file.size,
        modified_ns=file.modified_ns,
        state=state,
        rows=rows,
        position=position,
        first_seen=now,
        at=now,
        reason=reason,
    )


def _checksum(file: ChangeFile) -> str:
    with file.path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
