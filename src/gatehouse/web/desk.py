"""What the pages ask of the rest of the house, so that a page never sees a table."""

from dataclasses import dataclass
from typing import Protocol

from gatehouse.access.caller import Caller
from gatehouse.lake.moment import Moment
from gatehouse.web.personas import Persona


@dataclass(frozen=True, slots=True)
class Prison:
    """An establishment to choose."""

    id: str
    name: str


class Desk(Protocol):
    """Answers from one consistent moment, decided for one caller; refusals raise `Denied`."""

    def caller(self, persona: Persona) -> Caller:
        """The persona with the caseloads they hold now."""

    def moment(self) -> Moment:
        """What the serving copy holds now."""

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        """The establishments of the caller's caseloads, by name."""
