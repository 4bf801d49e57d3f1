"""R-ROLL-G by hand: what a booking's movements say of where the person is."""

from collections.abc import Sequence
from typing import Any


def fold(history: Sequence[Sequence[Any]]) -> tuple[str, str, str]:
    """Agency, active flag and in-out status after movements (book, type, direction, from, to)."""
    _, kind, direction, origin, target, *_ = history[-1]
    if direction == "IN":
        return target, "Y", "IN"
    return {"REL": ("OUT", "N", "OUT"), "TRN": ("TRN", "N", "TRN")}.get(kind, (origin, "Y", "OUT"))
