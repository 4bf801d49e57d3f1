"""The lake: the change log is the database; everything else here can be rebuilt from it."""

from gatehouse.lake.faults import Closed, Closing, Fault
from gatehouse.lake.ingest import run_capture
from gatehouse.lake.intake import Intake
from gatehouse.lake.lease import LakeBusyError
from gatehouse.lake.moment import Moment
from gatehouse.lake.positions import Cycle
from gatehouse.lake.quarantine import Cause, DiscardError, Quarantine, discard, quarantine
from gatehouse.lake.reading import Reading
from gatehouse.lake.serving import CopyInUseError, Serving

__all__ = [
    "Cause",
    "Closed",
    "Closing",
    "CopyInUseError",
    "Cycle",
    "DiscardError",
    "Fault",
    "Intake",
    "LakeBusyError",
    "Moment",
    "Quarantine",
    "Reading",
    "Serving",
    "discard",
    "quarantine",
    "run_capture",
]
