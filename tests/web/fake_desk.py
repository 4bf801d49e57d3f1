"""A desk of hand-made values, so that pages are tested apart from the lake."""

from dataclasses import replace
from datetime import date, datetime

from gatehouse.access.caller import Caller
from gatehouse.access.scope import Denied
from gatehouse.lake.moment import Moment
from gatehouse.reports.activities.model import Activities
from gatehouse.reports.activities.sheets import activities_sheet
from gatehouse.reports.changes import compare
from gatehouse.reports.roll.model import Roll
from gatehouse.reports.roll.sheets import roll_names_sheet, roll_sheet
from gatehouse.reports.seal import UnknownCode, written
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.unlock.model import Slot, UnlockFilters, UnlockList
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import choices_of
from gatehouse.web.desk import ActivitiesPaper, Paper, Prison, RollPaper, ShownChanges, ShownList
from gatehouse.web.person import Person

from .activity_sessions import activities_of
from .people import unlock_list
from .rolls import roll_of

NAMES = {"MDI": "Moorland (HMP & YOI)", "LEI": "Leeds (HMP)", "NHI": "New Hall (HMP & YOI)"}
CASELOADS = {
    "MOORLAND_OFFICER": frozenset({"MDI"}),
    "TWO_PRISON_GOVERNOR": frozenset({"MDI", "LEI"}),
    "NATIONAL_ANALYST": frozenset(NAMES),
}
CODE = "K7QM-4TXW"


class FakeDesk:
    """Gives what it is told to."""

    def __init__(self) -> None:
        self.data_as_at = datetime(2026, 11, 24, 8, 0)
        self.printed: UnlockList | None = None
        self.warning = ""

    def caller(self, person: Person) -> Caller:
        prisons = CASELOADS.get(person.username, frozenset())
        working = min(prisons) if len(prisons) == 1 else None
        return Caller(person.username, person.name, person.roles, prisons, working)

    def moment(self) -> Moment:
        return Moment(7, self.data_as_at)

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        return tuple(Prison(key, NAMES[key]) for key in sorted(caller.caseloads))

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        if ask.prison_id not in caller.caseloads:
            raise Denied(f"{ask.prison_id} is not one of your caseloads.")
        everyone = unlock_list(ask.on, ask.slot, UnlockFilters(), now, self.data_as_at)
        shown = unlock_list(ask.on, ask.slot, ask.filters, now, self.data_as_at)
        if self.warning:
            shown = replace(shown, warnings=(self.warning, *shown.warnings))
        return ShownList(shown, choices_of(everyone, ask.filters.wings, {"Evening class"}))

    def seal_unlock(
        self, caller: Caller, ask: UnlockAsk, unlock: UnlockList, layout: Layout
    ) -> Sheet:
        self.printed = unlock
        return replace(unlock_sheet(unlock, layout, caller.name, "OFFICIAL-SENSITIVE"), code=CODE)

    def changes(self, caller: Caller, code: str, now: datetime) -> ShownChanges:
        if written(code) != CODE or self.printed is None:
            raise UnknownCode(f"There is no list with the code {written(code)} that you can see.")
        was = self.printed
        current = unlock_list(was.on, was.slot, was.filters, now, self.data_as_at)
        current = replace(current, people=current.people[1:])
        ask = UnlockAsk(was.prison_id, was.on, was.slot, was.filters)
        return ShownChanges(was, ask, compare(was, current, may_see=lambda _: True))

    def roll(self, caller: Caller, prison_id: str, now: datetime) -> Roll:
        if prison_id not in caller.caseloads:
            raise Denied(f"{prison_id} is not one of your caseloads.")
        return roll_of(now, self.data_as_at)

    def roll_paper(self, caller: Caller, prison_id: str, paper: RollPaper, now: datetime) -> Paper:
        roll = self.roll(caller, prison_id, now)
        if paper is RollPaper.FIGURES:
            return Paper(
                replace(roll_sheet(roll, caller.name, "OFFICIAL-SENSITIVE"), code=CODE), ()
            )
        sheet = roll_names_sheet(roll, caller.name, "OFFICIAL-SENSITIVE")
        named = tuple(row.number for drill in roll.drills for row in drill.rows)
        return Paper(replace(sheet, code=CODE), named)

    def activities(
        self, caller: Caller, prison_id: str, on: date, slot: Slot, now: datetime
    ) -> Activities:
        if prison_id not in caller.caseloads:
            raise Denied(f"{prison_id} is not one of your caseloads.")
        return activities_of(on, slot, now, self.data_as_at)

    def activities_paper(self, caller: Caller, found: Activities, paper: ActivitiesPaper) -> Paper:
        sheet = activities_sheet(found, caller.name, "OFFICIAL-SENSITIVE")
        named = tuple(one.person.number for it in found.sessions for one in it.expected)
        return Paper(replace(sheet, code=CODE), named)
