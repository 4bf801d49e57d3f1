"""The roll: how many are in, out and on their way, and the fire roll."""

from gatehouse.reports.roll.assembly import build_roll
from gatehouse.reports.roll.fire import build_fire_roll

__all__ = ["build_fire_roll", "build_roll"]
