"""A roll of invented figures that agree with one another."""

from datetime import datetime, timedelta

from gatehouse.lake.moment import Moment
from gatehouse.reports.roll.model import Drill, DrillId, DrillRow, Roll, RollLine, UnlockRoll

TITLES = {
    DrillId.IN_TODAY: "In today",
    DrillId.OUT_TODAY: "Out today",
    DrillId.OUT_NOW: "Currently out",
    DrillId.OVERNIGHTS: "Overnights (due to return)",
    DrillId.EN_ROUTE: "Incoming transfers",
    DrillId.RECEPTION: "In reception",
    DrillId.NO_CELL: "No cell allocated",
    DrillId.NOT_PLACED: "Could not be placed",
    DrillId.DIFFERENCE: "People behind the difference",
    DrillId.INCOMPLETE: "Movement history incomplete",
}
GREEN = DrillRow(
    "A7890GG", "Green", "Aaron", "", datetime(2026, 11, 24, 7, 50), "from court", ("ACCT",)
)
JONES = DrillRow("A9012JJ", "Jones", "Kyle", "1-2-007", datetime(2026, 11, 23, 2, 15), "Hospital")
HUSSAIN = DrillRow("A8901HH", "Hussain", "Imran", about="no living unit recorded")


def roll_of(now: datetime, as_at: datetime) -> Roll:
    """Eight in, one out; one of the eight in reception and one without a place."""
    named = {
        DrillId.IN_TODAY: Drill(DrillId.IN_TODAY, TITLES[DrillId.IN_TODAY], (GREEN,), unnamed=1),
        DrillId.OUT_NOW: Drill(DrillId.OUT_NOW, TITLES[DrillId.OUT_NOW], (JONES,)),
        DrillId.RECEPTION: Drill(DrillId.RECEPTION, TITLES[DrillId.RECEPTION], (GREEN,)),
        DrillId.NOT_PLACED: Drill(DrillId.NOT_PLACED, TITLES[DrillId.NOT_PLACED], (HUSSAIN,)),
        DrillId.DIFFERENCE: Drill(DrillId.DIFFERENCE, TITLES[DrillId.DIFFERENCE], (JONES,)),
    }
    return Roll(
        prison_id="MDI",
        prison="Moorland (HMP & YOI)",
        unlock=UnlockRoll(formula=7, as_of=6, incomplete=0),
        current=8,
        in_care=9,
        in_today=2,
        out_today=0,
        lines=(
            RollLine("House block 1", "", 6, 5, 1, 1, 8, 1, 10, 1),
            RollLine("House block 1", "1-1", 3, 3, 1, 0, 4, 0, 5, 1),
            RollLine("House block 1", "1-2", 3, 2, 0, 1, 4, 1, 5, 0),
            RollLine("House block 2", "", 1, 1, 0, 0, 1, 0, 2, 0),
            RollLine("House block 2", "2-1", 1, 1, 0, 0, 1, 0, 2, 0),
        ),
        drills=tuple(named.get(drill, Drill(drill, TITLES[drill], ())) for drill in DrillId),
        moment=Moment(7, as_at),
        made_at=now,
        late=now - as_at > timedelta(minutes=15),
    )
