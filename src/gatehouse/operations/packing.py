"""Making the lists of a continuity pack: every prison's, from the serving copy."""

import tempfile
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from gatehouse.access import Scope, decide
from gatehouse.access.caller import Caller
from gatehouse.access.callers import NOT_A_PRISON
from gatehouse.access.limited import ANYBODY
from gatehouse.audit import Action, Audit
from gatehouse.contracts import Catalogue
from gatehouse.definitions import Product, Products
from gatehouse.lake import Serving
from gatehouse.operations.keeping import Keeper
from gatehouse.operations.pack import Pack, PackError, PackPrison, PackSheet, write_pack
from gatehouse.operations.settings import Settings
from gatehouse.reports.classification import CLASSIFICATION
from gatehouse.reports.reading import Reading
from gatehouse.reports.roll import build_roll
from gatehouse.reports.roll.fire import fire_roll_of, fire_sheet
from gatehouse.reports.roll.sheets import roll_sheet
from gatehouse.reports.unlock import Day, list_of_day, read_day
from gatehouse.reports.unlock.model import Slot, UnlockFilters
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from gatehouse.state import open_state

PRODUCT = "continuity-pack"
"""What a pack is called in the audit trail."""

EVENING_HOUR = 18
"""From this hour a pack has the lists of the next day too, for a service that is down by morning.

The pack of the night, at 02:00, is made on the day that it is for.
"""

_UNLOCK_LIST, _ROLL = "unlock-list", "roll"
_NAME = "Gatehouse continuity pack"
_ROLES = frozenset({"ROLE_PRISONS_REPORTING_USER"})
_PRISONS = """
    SELECT agency.agy_loc_id, agency.description
    FROM nomis.agency_locations AS agency
    WHERE agency.agency_location_type = 'INST' AND agency.active_flag = 'Y'
      AND NOT list_contains($excluded, agency.agy_loc_id)
      AND agency.agy_loc_id IN (
        SELECT agy_loc_id FROM nomis.offender_bookings WHERE active_flag = 'Y' AND booking_seq = 1
      )
    ORDER BY agency.description, agency.agy_loc_id
"""


class PackStopped(BaseException):
    """The server stops, so no pack is published: unlike a fault, it ends every prison."""


class Copy(Protocol):
    """What is read of a serving copy."""

    def read(self) -> AbstractContextManager[Reading]:
        """One consistent moment."""


@dataclass(frozen=True, slots=True)
class Packer:
    """Writes packs into `folder` and keeps the newest `keep`."""

    copy: Copy
    products: Products
    audit: Audit
    folder: Path
    keep: int

    def write(self, now: datetime, stop: threading.Event | None = None) -> Pack:
        """Write one pack of every prison that has people in its care. `now` is local time.

        `PackStopped` ends it before the next prison once `stop` is set; nothing is published then.

        A prison that fails is among `Pack.problems` and keeps its last lists. Raises `PackError`
        when there is no prison or another pack is being written, `OSError` when the disk fails.
        """
        prisons = self._prisons()
        if not prisons:
            raise PackError(
                "no active prison has people in its care; check that `gatehouse capture` runs"
            )
        caller = Caller(ANYBODY, _NAME, _ROLES, frozenset(prison_id for prison_id, _ in prisons))
        packed = [
            PackPrison(prison_id, name, _Lists(self, caller, prison_id, now, stop).build)
            for prison_id, name in prisons
        ]
        return write_pack(self.folder, packed, now, keep=self.keep)

    def _prisons(self) -> list[tuple[str, str]]:
        with self.copy.read() as reading:
            rows = reading.cursor.execute(_PRISONS, {"excluded": list(NOT_A_PRISON)}).fetchall()
        return [(prison_id, name or prison_id) for prison_id, name in rows]


@dataclass(slots=True)
class _Lists:
    """The lists of one prison, all read at one moment and put on record."""

    packer: Packer
    caller: Caller
    prison_id: str
    now: datetime
    stop: threading.Event | None
    _named: set[str] = field(default_factory=set)

    def build(self) -> Sequence[PackSheet]:
        """Unlock lists for each day, the roll and the fire roll. Raises `Denied`, `AuditError`."""
        if self.stop is not None and self.stop.is_set():
            raise PackStopped
        unlock, scope = self._decided(_UNLOCK_LIST)
        roll_product, roll_scope = self._decided(_ROLL)
        today, *later = _days(self.now)
        with self.packer.copy.read() as reading:
            day = read_day(reading, unlock, scope, self.prison_id, on=today, now=self.now)
            days = [
                read_day(reading, unlock, scope, self.prison_id, on=on, now=self.now)
                for on in later
            ]
            roll = build_roll(reading, roll_product, roll_scope, self.prison_id, self.now)
        fire = fire_roll_of(day, self.now)
        self._named |= {person.number for person in fire.people}
        sheets = [
            *self._unlock_sheets(day, "Unlock"),
            *(sheet for each in days for sheet in self._unlock_sheets(each, f"Unlock {each.on}")),
            PackSheet("Roll", roll_sheet(roll, _NAME, CLASSIFICATION)),
            PackSheet("Fire roll", fire_sheet(fire, _NAME, CLASSIFICATION)),
        ]
        self._record(sheets)
        return sheets

    def _unlock_sheets(self, day: Day, name: str) -> list[PackSheet]:
        sheets = []
        for slot in Slot:
            unlock = list_of_day(day, slot, UnlockFilters(), self.now)
            people = (*unlock.people, *unlock.not_placed, *unlock.out)
            self._named |= {person.number for person in people}
            sheet = unlock_sheet(unlock, Layout.STAFF, _NAME, CLASSIFICATION)
            sheets.append(PackSheet(f"{name} {slot.value}", sheet))
        return sheets

    def _decided(self, product_id: str) -> tuple[Product, Scope]:
        product = self.packer.products[product_id]
        return product, decide(self.caller, product.policies)

    def _record(self, sheets: Sequence[PackSheet]) -> None:
        self.packer.audit.record(
            self.caller.username,
            Action.PRINT,
            self.now,
            PRODUCT,
            {"prison": self.prison_id, "lists": [sheet.name for sheet in sheets]},
            sorted(self._named),
            sheets[0].sheet.completeness,
        )


def pack_now(settings: Settings, now: datetime) -> Pack:
    """Write one pack from the lake alone, whether or not a server runs.

    The serving copy belongs to the server, so this makes one of its own and removes it again.
    Raises `PackError` as `Packer.write` does, and when no folder is set.
    """
    if settings.pack_folder is None:
        raise PackError('no folder is set; add [pack] and folder = "continuity" to the settings')
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pack-", dir=settings.data) as folder:
        catalogue = Catalogue.load(settings.contracts)
        serving = Serving(Path(folder) / "serving.duckdb", settings.lake, catalogue)
        try:
            serving.follow()
            Keeper(serving, settings).refresh()
            packer = Packer(
                copy=serving,
                products=Products.load(settings.products),
                audit=Audit(open_state(settings.state_url)),
                folder=settings.pack_folder,
                keep=settings.packs_kept,
            )
            return packer.write(now)
        finally:
            serving.close()


def _days(now: datetime) -> list[date]:
    today = now.date()
    return [today, today + timedelta(days=1)] if now.hour >= EVENING_HOUR else [today]
