"""Stopping what takes too long: one thread watches every query of the process."""

import itertools
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta


class Deadlines:
    """Calls `stop` of whatever is not done in time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._tickets = itertools.count()
        self._due: dict[int, tuple[float, Callable[[], None]]] = {}
        self._wakes = math.inf
        self._watch: threading.Thread | None = None

    @contextmanager
    def within(self, timeout: timedelta, stop: Callable[[], None]) -> Iterator[None]:
        """Call `stop` if the block takes longer; never once the block has ended."""
        ticket = self._add(time.monotonic() + timeout.total_seconds(), stop)
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(ticket, None)

    def _add(self, due: float, stop: Callable[[], None]) -> int:
        with self._changed:
            ticket = next(self._tickets)
            self._due[ticket] = due, stop
            if self._watch is None:
                self._watch = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._watch.start()
            if due < self._wakes:  # nearly always it wakes before then: no need to disturb it
                self._changed.notify()
            return ticket

    def _run(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                late = [ticket for ticket, (due, _) in self._due.items() if due <= now]
                for ticket in late:
                    self._due.pop(ticket)[1]()
                self._wakes = min((due for due, _ in self._due.values()), default=math.inf)
                self._changed.wait(None if self._wakes == math.inf else self._wakes - now)
