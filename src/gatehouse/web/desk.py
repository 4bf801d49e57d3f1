"""What the pages ask of the rest of the house, so that a page never sees a table."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from gatehouse.access.caller import Caller
from gatehouse.lake.moment import Moment
from gatehouse.reports.activities.model import Activities
from gatehouse.reports.changes import Changes
from gatehouse.reports.roll.model import Roll
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.unlock.model import Slot, UnlockList
from gatehouse.reports.unlock.sheets import Layout
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import UnlockChoices
from gatehouse.web.person import Person


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


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """What has changed since a list was printed; `ask` makes that list as it is now."""

    printed: UnlockList
    ask: UnlockAsk
    changes: Changes


class RollPaper(StrEnum):
    """What can be printed of the roll."""

    FIGURES = "figures"
    NAMES = "names"
    FIRE = "fire"


class ActivitiesPaper(StrEnum):
    """What can be printed of activities."""

    EXPECTED = "expected"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed sheet, and the prison numbers of everyone it names."""

    sheet: Sheet
    subjects: tuple[str, ...]


class Desk(Protocol):
    """Answers from one consistent moment, decided for one caller; refusals raise `Denied`."""

    def caller(self, person: Person) -> Caller:
        """The person with the caseloads they hold now."""

    def moment(self) -> Moment:
        """What the serving copy holds now."""

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        """The establishments of the caller's caseloads, by name."""

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        """One unlock list to read on screen."""

    def seal_unlock(
        self, caller: Caller, ask: UnlockAsk, unlock: UnlockList, layout: Layout
    ) -> Sheet:
        """A list on its way to paper or a file: kept, and named by the sheet's code.

        Raises `DisclosureError` when the list may not be printed for its day.
        """

    def changes(self, caller: Caller, code: str, now: datetime) -> ShownChanges:
        """What has changed since the list with that code was printed.

        Raises `SealError` for a code that gives nothing, and `NotComparableError`.
        """

    def roll(self, caller: Caller, prison_id: str, now: datetime) -> Roll:
        """The roll of one prison now, and the names behind its figures."""

    def roll_paper(self, caller: Caller, prison_id: str, paper: RollPaper, now: datetime) -> Paper:
        """The roll's figures, the names behind them, or the fire roll; sealed."""

    def activities(
        self, caller: Caller, prison_id: str, on: date, slot: Slot, now: datetime
    ) -> Activities:
        """The activities of one prison, day and session."""

    def activities_paper(self, caller: Caller, found: Activities, paper: ActivitiesPaper) -> Paper:
        """Everyone expected, or everyone without an activity; sealed."""
