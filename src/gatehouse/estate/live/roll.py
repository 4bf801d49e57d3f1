"""Which prisons have room for somebody more, and which can spare somebody, so rolls stay steady."""

from gatehouse.estate.lists import Prison
from gatehouse.estate.live.scene import Scene

# How far a roll may stray from the prison's own size before the gate works one way only.
_BAND = 0.005


def with_room(scene: Scene) -> dict[Prison, float]:
    """Prisons that newcomers may go to, weighted by their size."""
    return {p: p.population for p, share in _shares(scene).items() if share < 1 + _BAND}


def to_spare(scene: Scene) -> dict[Prison, float]:
    """Prisons that people may leave, weighted by their size."""
    return {p: p.population for p, share in _shares(scene).items() if share > 1 - _BAND}


def _shares(scene: Scene) -> dict[Prison, float]:
    """Each prison's roll as a share of its size."""
    counted = scene.memory.find(
        "SELECT agy_loc_id, count(*) AS people FROM offender_bookings WHERE active_flag = 'Y' "
        "GROUP BY agy_loc_id"
    )
    rolls = {row["agy_loc_id"]: int(row["people"]) for row in counted}
    return {p: rolls.get(p.id, 0) / p.population for p in scene.prisons}
