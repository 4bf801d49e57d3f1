"""What the pages ask of the rest of the house, so that a page never sees a table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gatehouse.access.caller import Caller
from gatehouse.lake.moment import Moment
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.unlock.model import UnlockList
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import UnlockChoices
from gatehouse.web.personas import Persona


@dataclass(frozen=True, slots=True)
class Prison:
    """An establishment to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """An unlock list, and the options its filters offer."""

    unlock: UnlockList
    choices: UnlockChoices


class Desk(Protocol):
    """Answers from one consistent moment, decided for one caller; refusals raise `Denied`."""

    def caller(self, persona: Persona) -> Caller:
        """The persona with the caseloads they hold now."""

    def moment(self) -> Moment:
        """What the serving copy holds now."""

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        """The establishments of the caller's caseloads, by name."""

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        """One unlock list to read on screen."""

    def seal_unlock(self, caller: Caller, ask: UnlockAsk, unlock: UnlockList) -> Sheet:
        """A list on its way to paper or a file: kept, and named by the sheet's code."""
