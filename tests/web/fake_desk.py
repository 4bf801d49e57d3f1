"""A desk of hand-made values, so that pages are tested apart from the lake."""

from datetime import datetime

from gatehouse.access.caller import Caller
from gatehouse.access.scope import Denied
from gatehouse.lake.moment import Moment
from gatehouse.reports.sheet import Sheet, SheetColumn, SheetSection
from gatehouse.reports.unlock.model import UnlockFilters, UnlockList
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import choices_of
from gatehouse.web.desk import Prison, ShownList
from gatehouse.web.personas import Persona

from .people import unlock_list

NAMES = {"MDI": "Moorland (HMP & YOI)", "LEI": "Leeds (HMP)", "NHI": "New Hall (HMP & YOI)"}
CASELOADS = {
    "MOORLAND_OFFICER": frozenset({"MDI"}),
    "TWO_PRISON_GOVERNOR": frozenset({"MDI", "LEI"}),
    "NATIONAL_ANALYST": frozenset(NAMES),
}


class FakeDesk:
    """Gives what it is told to."""

    def __init__(self) -> None:
        self.data_as_at = datetime(2026, 11, 24, 8, 0)

    def caller(self, persona: Persona) -> Caller:
        prisons = CASELOADS.get(persona.username, frozenset())
        working = min(prisons) if len(prisons) == 1 else None
        return Caller(persona.username, persona.name, persona.roles, prisons, working)

    def moment(self) -> Moment:
        return Moment(7, self.data_as_at)

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        return tuple(Prison(key, NAMES[key]) for key in sorted(caller.caseloads))

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        if ask.prison_id not in caller.caseloads:
            raise Denied(f"{ask.prison_id} is not one of your caseloads.")
        everyone = unlock_list(ask.on, ask.slot, UnlockFilters(), now, self.data_as_at)
        shown = unlock_list(ask.on, ask.slot, ask.filters, now, self.data_as_at)
        return ShownList(shown, choices_of(everyone, ask.filters.wings))

    def seal_unlock(self, caller: Caller, ask: UnlockAsk, unlock: UnlockList) -> Sheet:
        return Sheet(
            title="Unlock list",
            classification="OFFICIAL-SENSITIVE",
            columns=(SheetColumn("Name"), SheetColumn("Cell")),
            sections=(
                SheetSection(
                    "People",
                    tuple((person.last_name, person.cell) for person in unlock.people),
                ),
            ),
            completeness="Everyone is here",
            data_as_at=unlock.moment.data_as_at,
            made_at=unlock.made_at,
            made_by=caller.name,
            code="K7QM-4TXW",
        )
