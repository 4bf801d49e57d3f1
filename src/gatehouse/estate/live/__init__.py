"""The living estate: people come and go, and change files appear as they do."""

from gatehouse.estate.live.keeper import Live
from gatehouse.estate.live.memory import NoEstateError

__all__ = ["Live", "NoEstateError"]
