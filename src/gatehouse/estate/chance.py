"""Chance that can be repeated: the same seed and names always give the same draws."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws of its own, named by parts such as a seed, a prison and a purpose."""

    def __init__(self, *parts: object) -> None:
        # Reproducible on purpose; nothing here is a secret.
        self._random = random.Random(":".join(map(str, parts)))  # noqa: S311 - invents people, keeps no secret
        self.fraction = self._random.random

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.fraction() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self.fraction() * len(items))]

    def weigh(self, weights: Mapping[T, float]) -> T:
        """One of the keys, in proportion to its weight."""
        left = self.fraction() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return next(reversed(list(weights)))

    def sample(self, items: Sequence[T], size: int) -> list[T]:
        """That many different items, or all if there are fewer."""
        return self._random.sample(items, min(size, len(items)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return self.sample(items, len(items))

    def days(self, mean: float) -> int:
        """A waiting time in whole days."""
        return int(self._random.expovariate(1 / mean))

    def count(self, mean: float) -> int:
        """How many of something, around a mean: the whole part, and one more by chance."""
        return int(mean) + self.happens(mean - int(mean))

    def at(self, day: date, earliest: str, latest: str) -> datetime:
        """A minute of the day between two times written HH:MM."""
        first, last = (datetime.combine(day, time.fromisoformat(t)) for t in (earliest, latest))
        minutes = int((last - first).total_seconds() // 60)
        return first + timedelta(minutes=self.whole(0, minutes))
