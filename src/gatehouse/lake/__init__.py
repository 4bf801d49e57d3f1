"""The lake: the change log is the database; everything else here can be rebuilt from it."""

from gatehouse.lake.ingest import run_capture
from gatehouse.lake.intake import Cycle, Intake
from gatehouse.lake.lease import LakeBusyError
from gatehouse.lake.moment import Moment
from gatehouse.lake.quarantine import Cause, Fault, Quarantine, quarantine
from gatehouse.lake.serving import CopyInUseError, Reading, Serving

__all__ = [
    "Cause",
    "CopyInUseError",
    "Cycle",
    "Fault",
    "Intake",
    "LakeBusyError",
    "Moment",
    "Quarantine",
    "Reading",
    "Serving",
    "quarantine",
    "run_capture",
]
