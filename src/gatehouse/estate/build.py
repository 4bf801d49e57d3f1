"""Build an estate: a full load of every table, as change capture would write it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gatehouse.estate.calendar import Calendar, Span
from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.dirt import Dirt
from gatehouse.estate.lists import first_prisons
from gatehouse.estate.live.beginning import begin_memory
from gatehouse.estate.loads import Loads
from gatehouse.estate.london import utc
from gatehouse.estate.places import lay_out
from gatehouse.estate.population import Population, Setting
from gatehouse.estate.reference import write_reference
from gatehouse.estate.staff import Staffing
from gatehouse.estate.tables import catalogue

_FEW_PRISONS = 3
_DAYS_FEW, _DAYS_MANY = 28, 730
_DAYS_AHEAD = 7
_NAMED = 5  # prisons that a summary names


class FolderTakenError(FileExistsError):
    """Something is where the estate would go; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class EstateSummary:
    """What was built: the prisons, the people in their care, and rows by table."""

    prisons: tuple[str, ...]
    people: int
    rows: dict[str, int]

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())

    def __str__(self) -> str:
        prisons = ", ".join(self.prisons[:_NAMED]) + (" …" if len(self.prisons) > _NAMED else "")
        return (
            f"{len(self.prisons)} prisons ({prisons}), {self.people:,} people, "
            f"{self.total:,} rows in {len(self.rows)} tables"
        )


def build_estate(
    out: Path,
    prisons: int,
    seed: int,
    now: datetime,
    *,
    dirt: bool = False,
    history_days: int | None = None,
) -> EstateSummary:
    """Write `<out>/nomis/<table>/LOAD*.parquet` for the first prisons at a naive local moment.

    The same arguments give the same values. `history_days` of schedules and attendance lie behind
    today: 28 for a small estate and two years for a large one, unless given. With `dirt`, some
    rows are wrong on purpose, and so will be some of the change files of a living estate.
    Raises `FolderTakenError` unless `out` is a new or an empty folder; nothing in it is touched.
    """
    _require_empty(out)
    chosen = first_prisons(prisons)
    behind = history_days
    if behind is None:
        behind = _DAYS_FEW if prisons <= _FEW_PRISONS else _DAYS_MANY
    counters = Counters()
    loads = Loads(out, catalogue(), now)
    write_reference(loads)
    Staffing(counters, loads, Chance(seed, "staff")).write(chosen)
    places = {prison.id: lay_out(prison, counters, loads, seed) for prison in chosen}
    setting = Setting(seed, now, behind, chosen, counters, loads, places)
    calendar = Calendar(counters, loads, seed, Span(now, behind, _DAYS_AHEAD))
    people = 0
    for prison in chosen:
        population = Population(prison, setting)
        made = population.write()
        people += sum(person.left is None for person in made)
        calendar.live_here(made)
        if dirt:
            chance = Chance(seed, prison.id, "dirt")
            Dirt(places[prison.id], counters, loads, chance, now).write(made)
        calendar.include(population.regime.sessions, population.regime.seats, places[prison.id])
    calendar.write()
    rows = loads.close()
    facts: dict[str, object] = {
        "prisons": prisons,
        "seed": seed,
        "counters": dict(counters.values),
        "dirt": dirt,
        "steps": 0,
        "counter": 0,
        "last_commit": utc(now).isoformat(),
    }
    begin_memory(out, catalogue(), now, facts)
    return EstateSummary(tuple(p.id for p in chosen), people, rows)


def _require_empty(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()):
        raise FolderTakenError(
            f"{out} is not empty. An estate is built in a folder of its own: name one that does "
            "not exist yet, or empty this one first."
        )
    if out.exists() and not out.is_dir():
        raise FolderTakenError(f"{out} is a file. Name a folder that does not exist yet.")
