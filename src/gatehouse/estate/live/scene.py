"""What a happening can see and do: the memory, the moment, chance, and the changes it makes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.lists import Prison
from gatehouse.estate.live.changes import Changes
from gatehouse.estate.live.memory import Memory, Row
from gatehouse.estate.london import midnight


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of the living estate."""

    memory: Memory
    changes: Changes
    chance: Chance
    counters: Counters
    prisons: tuple[Prison, ...]

    @property
    def now(self) -> datetime:
        """The naive local moment of the step."""
        return self.changes.now

    @property
    def today(self) -> datetime:
        """The midnight that began today."""
        return midnight(self.now.date())

    def any_of(self, table: str, keys: str, *values: object) -> Row | None:
        """A row of a table, by chance, of those whose keys the query selects."""
        key = self.memory.pick(table, keys, self.chance.fraction(), *values)
        return self.memory.row(table, key) if key else None

    def booking(self, book: int) -> Row | None:
        """The booking as it is now, if it is remembered."""
        return self.memory.row("offender_bookings", {"offender_book_id": book})

    def pseudo(self, prison: str, code: str) -> int:
        """The id of a prison's reception or other uncertified place."""
        row: dict[str, Any] | None = self.memory.first(
            "SELECT internal_location_id FROM agency_internal_locations WHERE description = ?",
            f"{prison}-{code}",
        )
        if row is None:
            raise LookupError(f"{prison} has no place {code}; build the estate anew")
        return int(row["internal_location_id"])
