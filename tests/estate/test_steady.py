"""However fast rows come, rolls stay as they are and nobody waits for long without a cell."""

import shutil
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gatehouse.estate.lists import first_prisons
from gatehouse.estate.live import Live
from tests.estate.conftest import NOW, SEED, Estate

STEP = timedelta(minutes=30)
MORNING = datetime(2026, 11, 25, 5, 0)
# Who is in each prison's care, and whether they have a cell; read as a reader of the state would.
CARE = """
SELECT b.agy_loc_id, l.certified_flag FROM offender_bookings b
LEFT JOIN agency_internal_locations l ON l.internal_location_id = b.living_unit_id
WHERE b.active_flag = 'Y'
"""


def in_care(out: Path) -> tuple[Counter[str], Counter[str]]:
    """People by prison: all of them, and those without a cell."""
    with sqlite3.connect(out / "estate-state" / "estate.sqlite") as con:
        rows = con.execute(CARE).fetchall()
    con.close()
    return Counter(p for p, _ in rows), Counter(p for p, cell in rows if cell != "Y")


@pytest.mark.parametrize(("rate", "hours"), [(5, 8), (50, 2)])
@pytest.mark.parametrize("start", [NOW, MORNING], ids=["by day", "from before the gate opens"])
def test_rolls_stay_and_reception_does_not_fill(
    estate: Estate, tmp_path: Path, start: datetime, rate: float, hours: int
) -> None:
    out = tmp_path / "estate"
    shutil.copytree(estate.out, out)
    before, _ = in_care(out)
    live = Live(out, SEED, lambda: NOW, rate=rate)
    now = start
    while now < start + timedelta(hours=hours):
        live.step(now)
        now += STEP
        people, without_cell = in_care(out)
        for prison in first_prisons(3):
            assert people[prison.id] == pytest.approx(before[prison.id], rel=0.03), (prison, now)
            assert without_cell[prison.id] < 0.03 * people[prison.id], (prison, now)
    live.close()
