"""The application's own memory: audit, sealed outputs, sessions. Never prison data.

Times are naive local (Europe/London) datetimes, as everywhere else; the order of events is that
of their ids, which a clock change cannot upset.
"""

from gatehouse.state.opening import open_state

__all__ = ["open_state"]
