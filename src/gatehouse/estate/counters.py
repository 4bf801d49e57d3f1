"""Database sequences: the next id of each kind."""

from collections import Counter

# One sequence for every kind of event, as NOMIS has; big tables take whole blocks of it.
_STARTS = {
    "offender": 1_000_000,
    "booking": 2_000_000,
    "location": 100_000,
    "event": 400_000_000,
    "staff": 400_000,
    "activity": 500_000,
    "session": 10_000_000,
    "session_template": -1,
    "profile": 3_000_000,
    "case": 1_500_000,
    "incident": 700_000,
    "hearing": 900_000,
    "visit": 50_000_000,
    "calculation": 5_000_000,
    "movement_app": 600_000,
    "exclusion": 800_000,
    "number": 0,
}


class Counters:
    """Ids by kind, each greater than the last; `values` can be saved and given back."""

    def __init__(self, values: dict[str, int] | None = None) -> None:
        self.values: Counter[str] = Counter(values or _STARTS)

    def next(self, kind: str) -> int:
        """The next id of that kind."""
        self.values[kind] += 1
        return self.values[kind]

    def block(self, kind: str, size: int) -> int:
        """Reserve a block of ids; returns the first."""
        first = self.values[kind] + 1
        self.values[kind] += size
        return first
