"""Keeps an estate alive: what is due happens, and chance adds the rest, at a rate of rows."""

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
from gatehouse.estate.live.scene import Scene
from gatehouse.estate.tables import catalogue

Happening = Callable[[Scene], bool]
Clock = Callable[[], datetime]

# What the day's plan says must happen, in this order.
_DUE: tuple[Happening, ...] = (
    gate.court_out,
    gate.court_in,
    gate.absence_out,
    gate.absence_in,
    gate.release,
    gate.transfer_planned,
    gate.transfer_in,
    inside.settle,
    inside.diary_completed,
)
# What may happen at any time, by weight.
_MAY: dict[Happening, float] = {
    inside.attendance: 40,
    inside.cell_move: 6,
    inside.alert_opened: 3,
    inside.alert_closed: 3,
    inside.incentive_changed: 3,
    inside.appointment_made: 8,
    inside.appointment_cancelled: 3,
    inside.visit_cancelled: 1,
    inside.session_cancelled: 0.25,
    gate.arrival: 0.7,
    gate.transfer_sudden: 0.15,
    gate.emergency: 0.2,
    gate.discharged: 0.3,
}
_LONGEST_GAP = timedelta(minutes=2)
_TRIES = 40
_KEYS_CHANGE = 0.2


class Live:
    """A built estate that goes on living; one at a time may hold an estate's state."""

    def __init__(self, out: Path, seed: int, clock: Clock, rate: float = 5.0) -> None:
        """Open the state beside the load in `out`; `rate` is rows a second."""
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
        """Make what has happened by `now` (naive, local) and write its files; gives the rows."""
        budget = self._budget(now)
        self._memory.begin()
        try:
            # Times in the source are whole seconds; the commit is stamped finer.
            scene = self._scene(now.replace(microsecond=0))
            morning.begin_day(scene)
            inside.heartbeat(scene)
            if self._dirty and scene.chance.happens(_KEYS_CHANGE):
                dirt.renumber(scene)
            self._happen(scene, budget)
            self._memory.remember("counters", dict(scene.counters.values))
            files = self._files.prepare(scene.changes.noted, now)
            if self._dirty:
                files = dirt.spoil(files, scene.chance, self._files.nomis)
            self._memory.commit(files)
        except BaseException:
            self._memory.rollback()
            raise
        self._files.publish()
        self._owed = budget - len(scene.changes.noted)
        return len(scene.changes.noted)

    def run(self, stop: Event, rate: float | None = None) -> None:
        """Step every second until told to stop."""
        self._rate = self._rate if rate is None else rate
        while not stop.is_set():
            started = self._clock()
            self.step(started)
            took = (self._clock() - started).total_seconds()
            stop.wait(max(1.0 - took, 0.05))

    def _budget(self, now: datetime) -> float:
        """Rows to make: those of the time gone by, less what earlier steps made too many."""
        gone = min(now - self._last, _LONGEST_GAP) if self._last else timedelta(seconds=1)
        self._last = now
        return self._owed + self._rate * max(gone.total_seconds(), 0.0)

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

    def _happen(self, scene: Scene, budget: float) -> None:
        for due in _DUE:
            while len(scene.changes.noted) < budget and due(scene):
                pass
        for _ in range(_TRIES + int(budget)):
            if len(scene.changes.noted) >= budget:
                return
            scene.chance.weigh(_MAY)(scene)
