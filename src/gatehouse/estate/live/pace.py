"""How often things happen: so many an hour for every 1,000 people, whatever the rate of rows.

A local prison of 1,000 has 10-20 receptions and as many discharges a day, and 20-40 cell moves. A
demonstration is livelier, by about ten times, so that a visitor sees something within a minute;
arrivals and departures keep each other in balance (`roll`), so that no list fills up.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from gatehouse.estate.live import gate, inside
from gatehouse.estate.live.scene import Scene

Happening = Callable[[Scene], bool]

# An hour, for 1,000 people. What makes room or calms comes first, for when the rate is too low.
PACE: Mapping[Happening, float] = {
    gate.discharged: 2,
    gate.let_go: 6,
    inside.cell_move: 16,
    inside.alert_closed: 12,
    inside.alert_opened: 12,
    inside.incentive_changed: 12,
    inside.appointment_made: 30,
    inside.appointment_cancelled: 16,
    inside.visit_cancelled: 1.5,
    inside.session_cancelled: 0.3,
    gate.emergency: 0.4,
    gate.transfer_sudden: 1,
    gate.arrival: 6,
}
# What any number of may happen: recording attendance, and saving again what is already so.
HARMLESS: Mapping[Happening, float] = {
    inside.attendance: 40,
    inside.saved_again: 16,
    inside.heartbeat: 4,
}
_HOUR = timedelta(hours=1)
_LONGEST_GAP = timedelta(minutes=30)


def paced(scene: Scene, gone: timedelta) -> Iterator[Happening]:
    """The happenings of the time gone by since the last step, at most half an hour's."""
    thousands = sum(prison.population for prison in scene.prisons) / 1_000
    hours = min(gone, _LONGEST_GAP) / _HOUR
    for happening, rate in PACE.items():
        for _ in range(scene.chance.count(rate * thousands * hours)):
            yield happening
