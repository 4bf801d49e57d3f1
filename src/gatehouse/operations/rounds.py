"""What a server does by the clock: an hourly continuity pack, and erasing old sealed sheets."""

import logging
import threading
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from gatehouse.operations.clock import Clock
from gatehouse.operations.pack import Pack, PackError, latest_pack
from gatehouse.operations.pack_manifest import read_pack
from gatehouse.operations.packing import PackStopped

OVERDUE = timedelta(hours=2)
"""A newest pack older than this is told as a fault, whatever the reason."""

_RETRY = timedelta(minutes=5)
_log = logging.getLogger(__name__)


class Erases(Protocol):
    """Sealed sheets that end."""

    def erase_expired(self, now: datetime) -> int:
        """Remove what has ended; how many."""


class WritesPacks(Protocol):
    """What writes packs: `packing.Packer`."""

    @property
    def folder(self) -> Path:
        """Where packs go."""

    def write(self, now: datetime, stop: threading.Event | None = None) -> Pack:
        """Write one; whatever it raises, there is none."""


@dataclass(frozen=True, slots=True)
class PackHealth:
    """How the continuity pack stands. `last_success` is the newest complete pack; local time."""

    last_success: datetime | None = None
    problems: tuple[str, ...] = ()
    since: datetime | None = None

    def is_well(self, now: datetime) -> bool:
        """Whether the last try made a complete pack, and not too long ago."""
        last = self.last_success or self.since
        return not self.problems and (last is None or now - last <= OVERDUE)


@dataclass
class Rounds:
    """The clockwork of one server; `packer` is None where no folder for packs is set.

    A pack is written in the first round of every hour, so also at 02:00 for the day to come, and
    when a server starts without one of this hour. When none could be written, it is tried again
    after 5 minutes; one that is not complete waits for the next hour, so as not to push out others.
    """

    clock: Clock
    seals: Erases
    packer: WritesPacks | None
    _health: PackHealth = field(default_factory=PackHealth)
    _tried: datetime | None = None
    _written: datetime | None = None
    _seen: datetime | None = None
    _erased: date | None = None

    def __post_init__(self) -> None:
        newest = _newest(self.packer) if self.packer else None
        if newest:
            self._written = newest.made_at
        whole = newest.made_at if newest and not newest.problems else None
        self._health = PackHealth(whole, newest.problems if newest else (), since=self.clock())

    @property
    def pack_health(self) -> PackHealth | None:
        """How the pack stands; None where none is written."""
        return self._health if self.packer else None

    def run(self, stop: threading.Event, every: float) -> None:
        """Go round every so many seconds until told to stop; a fault is told and tried again."""
        while not stop.wait(every):
            self.go(stop)

    def go(self, stop: threading.Event | None = None) -> None:
        """Do what is due now. Never raises: what fails is logged, and the pack's is in health."""
        now = self.clock()
        if self._seen is not None and now < self._seen:
            self._written = self._tried = None  # put back, as in October: the hour comes again
        self._seen = now
        if self._erased != now.date():
            self._erase(now)
        if self.packer and self._is_due(now):
            self._pack(self.packer, now, stop)

    def _is_due(self, now: datetime) -> bool:
        hour = now.replace(minute=0, second=0, microsecond=0)
        last = self._written
        if last is not None and hour <= last <= now:
            return False
        return self._tried is None or now - self._tried >= _RETRY

    def _pack(self, packer: WritesPacks, now: datetime, stop: threading.Event | None) -> None:
        self._tried = now
        try:
            pack = packer.write(now, stop)
        except PackStopped:
            return
        except Exception as fault:  # noqa: BLE001 - told in health and the log, and tried again
            _log.exception("No continuity pack was written")
            self._health = replace(self._health, problems=(f"{type(fault).__name__}: {fault}",))
            return
        self._written = pack.made_at
        if pack.problems:
            _log.error("The continuity pack is not complete: %s", "; ".join(pack.problems))
            self._health = replace(self._health, problems=pack.problems)
        else:
            self._health = replace(self._health, last_success=pack.made_at, problems=())
            _log.info("Wrote the continuity pack %s", pack.folder)

    def _erase(self, now: datetime) -> None:
        try:
            erased = self.seals.erase_expired(now)
        except Exception:  # noqa: BLE001 - told in the log, and tried again next round
            _log.exception("Expired sealed sheets were not erased; trying again")
            return
        self._erased = now.date()
        if erased:
            _log.info("Erased %s expired sealed sheets", erased)


def _newest(packer: WritesPacks) -> Pack | None:
    """The newest pack, from an earlier run; one that cannot be read is as if there were none."""
    try:
        folder = latest_pack(packer.folder)
        return read_pack(folder) if folder else None
    except PackError:
        return None
