"""The living estate: people come and go, and change files appear as they do."""

from gatehouse.estate.live.keeper import Live

__all__ = ["Live"]
