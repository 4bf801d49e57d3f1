"""The one slot function: which session of the prison day an event belongs to.

Every source goes through it, so that the same time is never in two sessions on one list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from gatehouse.reports.unlock.model import Slot

LEGACY_PM = time(12)
LEGACY_ED = time(17)
_ORDER = tuple(Slot)
EARLIER = {slot: _ORDER[:index] for index, slot in enumerate(_ORDER)}
_BY_CODE: dict[str | None, Slot] = {slot.value: slot for slot in Slot}
SESSION_NAMES = {Slot.AM: "morning", Slot.PM: "afternoon", Slot.ED: "evening"}


@dataclass(frozen=True, slots=True)
class Regime:
    """When the afternoon and evening begin at a prison on one weekday (R-SLOT-2).

    The morning is everything before `pm_start`, the evening everything from `ed_start`: a gap
    between sessions belongs to the one before it. Without a regime the hours are those of the
    legacy rule (R-SLOT-1).
    """

    pm_start: time = LEGACY_PM
    ed_start: time = LEGACY_ED

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Regime":
        """From the dataset `prison`; half a regime counts as none."""
        pm_start, ed_start = row.get("pm_start"), row.get("ed_start")
        if pm_start is None or ed_start is None:
            return cls()
        return cls(pm_start, ed_start)

    def slot_at(self, moment: time) -> Slot:
        """The session that a time of day belongs to."""
        if moment < self.pm_start:
            return Slot.AM
        return Slot.PM if moment < self.ed_start else Slot.ED


def slot_of(stored: str | None, start: time | None, regime: Regime) -> Slot | None:
    """The session of an event: the stored one, else that of its start (R-SLOT-3).

    None when neither is known; such an event belongs to every session of the day.
    """
    if stored in _BY_CODE:
        return _BY_CODE[stored]
    return None if start is None else regime.slot_at(start)


def runs_into(slot: Slot | None, end: time | None, regime: Regime) -> Slot | None:
    """The later session that an event still runs in, if there is one (R-SLOT-3).

    An event that ends as the next session begins does not run into it.
    """
    if slot is None or end is None:
        return None
    last = _ORDER[(end > regime.pm_start) + (end > regime.ed_start)]
    return last if slot in EARLIER[last] else None
