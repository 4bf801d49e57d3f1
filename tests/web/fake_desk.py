"""A desk of hand-made values, so that pages are tested apart from the lake."""

from datetime import datetime

from gatehouse.access.caller import Caller
from gatehouse.lake.moment import Moment
from gatehouse.web.desk import Prison
from gatehouse.web.personas import Persona

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
