"""The capture process: what a command line starts beside the server."""

import signal
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from gatehouse.contracts import Catalogue
from gatehouse.lake.intake import Intake


def run_capture(
    lake: Path, sources: Mapping[str, Path], contracts: Path, every: float = 0.25
) -> None:
    """Capture until the process is asked to stop (SIGTERM, Ctrl-C), looking `every` seconds.

    `sources` gives each source's folder of DMS files, by the source's short name.
    """
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    intake = Intake(lake, sources, Catalogue.load(contracts), lambda: datetime.now(UTC))
    intake.run(stop, every)
