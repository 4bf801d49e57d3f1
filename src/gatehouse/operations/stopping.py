"""How a process is asked to stop."""

import signal
import threading


def until_stopped() -> threading.Event:
    """An event that is set when the process is asked to stop (SIGTERM, Ctrl-C)."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop
