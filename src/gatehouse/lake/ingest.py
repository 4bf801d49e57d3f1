"""The capture process: what a command line starts beside the server."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from gatehouse.contracts import Catalogue
from gatehouse.lake.intake import Intake

_LOG = logging.getLogger(__name__)


def run_capture(
    lake: Path,
    sources: Mapping[str, Path],
    contracts: Path,
    stop: threading.Event,
    every: float = 0.25,
) -> None:
    """Capture until `stop` is set, looking `every` seconds.

    `sources` gives each source's folder of DMS files, by the source's short name.
    """
    catalogue = Catalogue.load(contracts)
    _LOG.info(
        "capture %s starts: sources %s into %s; %d tables known, from %s",
        version("gatehouse"),
        ", ".join(f"{source} ({root})" for source, root in sources.items()) or "none",
        lake,
        len(list(catalogue)),
        contracts,
    )
    intake = Intake(lake, sources, catalogue, lambda: datetime.now(UTC))
    intake.run(stop, every)
    _LOG.info("capture stopped")
