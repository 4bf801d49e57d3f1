"""Keeps an estate alive: what is due happens, chance adds to it, harmless rows fill the rate."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.lists import first_prisons
from gatehouse.estate.live import dirt, gate, inside, morning
from gatehouse.estate.live.changes import Changes
from gatehouse.estate.live.files import ChangeFiles
from gatehouse.estate.live.memory import Memory
from gatehouse.estate.live.pace import HARMLESS, Happening, paced
from gatehouse.estate.live.scene import Scene
from gatehouse.estate.tables import catalogue

Clock = Callable[[], datetime]

# What the day's plan says must happen, in this order.
_DUE: tuple[Happening, ...] = (
    inside.settle,
    gate.court_out,
    gate.court_in,
    gate.absence_out,
    gate.absence_in,
    gate.release,
    gate.transfer_planned,
    gate.transfer_in,
    inside.diary_completed,
)
# After a longer gap than this, rows are not made up for.
_LONGEST_GAP = timedelta(minutes=1)
_KEYS_CHANGE = 0.2


class Live:
    """A built estate that goes on living; one at a time may hold an estate's state."""

    def __init__(self, out: Path, seed: int, clock: Clock, rate: float = 5.0) -> None:
        """Open the state beside the load in `out`; `rate` is rows a second.

        The rate only says how much harmless happens: comings, goings and moves have a pace of
        their own (`pace`), unless the rate leaves no room for it.
        """
        self._memory = Memory.open(out, catalogue())
        self._files = ChangeFiles(out, catalogue(), self._memory)
        self._files.publish()
        self._seed = seed
        self._clock = clock
        self._rate = rate
        self._owed = 0.0
        self._last: datetime | None = None
        self._prisons = first_prisons(int(self._memory.recall("prisons")))
        self._dirty = bool(self._memory.recall("dirt"))

    def close(self) -> None:
        """Let go of the state."""
        self._memory.close()

    def step(self, now: datetime) -> int:
        """Make what has happened by `now` (naive, local) and write its files; gives the rows.

        The first step of a day also makes its attendance, whatever the rate.
        """
        gone = now - self._last if self._last else timedelta(seconds=1)
        gone = max(gone, timedelta())
        self._last = now
        budget = self._owed + self._rate * min(gone, _LONGEST_GAP).total_seconds()
        self._memory.begin()
        try:
            # Times in the source are whole seconds; the commit is stamped finer.
            scene = self._scene(now.replace(microsecond=0))
            morning.begin_day(scene)
            # The night's batch is beside the rate: paid for out of it, nothing else would happen
            # for minutes.
            batch = len(scene.changes.noted)
            inside.heartbeat(scene)
            if self._dirty and scene.chance.happens(_KEYS_CHANGE):
                dirt.renumber(scene)
            self._happen(scene, budget + batch, gone)
            self._memory.remember("counters", dict(scene.counters.values))
            files = self._files.prepare(scene.changes.noted, now)
            if self._dirty:
                files = dirt.spoil(files, scene.chance, self._files.nomis)
            self._memory.commit(files)
        except BaseException:
            self._memory.rollback()
            raise
        self._files.publish()
        self._owed = budget + batch - len(scene.changes.noted)
        return len(scene.changes.noted)

    def run(self, stop: Event, rate: float | None = None) -> None:
        """Step every second until told to stop."""
        self._rate = self._rate if rate is None else rate
        while not stop.is_set():
            started = self._clock()
            self.step(started)
            took = (self._clock() - started).total_seconds()
            stop.wait(max(1.0 - took, 0.05))

    def _scene(self, now: datetime) -> Scene:
        steps = int(self._memory.recall("steps")) + 1
        self._memory.remember("steps", steps)
        return Scene(
            memory=self._memory,
            changes=Changes(self._memory, catalogue(), now),
            chance=Chance(self._seed, "live", steps),
            counters=Counters(self._memory.recall("counters")),
            prisons=self._prisons,
        )

    def _happen(self, scene: Scene, budget: float, gone: timedelta) -> None:
        """What is due, then what the pace brings, then harmless rows; no more than the budget."""
        noted = scene.changes.noted
        for due in _DUE:
            while len(noted) < budget and due(scene):
                pass
        for happening in paced(scene, gone):
            if len(noted) >= budget:
                return
            happening(scene)
        left = dict(HARMLESS)
        while left and len(noted) < budget:
            happening = scene.chance.weigh(left)
            if not happening(scene):
                del left[happening]
