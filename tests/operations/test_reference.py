"""Configuration as tables that the products' SQL joins."""

from datetime import datetime, time
from pathlib import Path

import pytest

from gatehouse.operations.reference import (
    NATIONAL_ALERTS,
    alert_table,
    limited_access_tables,
    regime_table,
)
from gatehouse.operations.settings import Regime, SettingsError, ShownAlert

HEADER = "prison_number,kind,username,since,until\n"


def test_a_regime_has_a_row_for_each_weekday() -> None:
    regime = Regime("MDI", (1, 2), time(8, 30), time(13, 45), time(17, 30))
    rows = regime_table((regime,)).to_pylist()
    assert [(row["weekday"], row["pm_start"]) for row in rows] == [
        (1, time(13, 45)),
        (2, time(13, 45)),
    ]


def test_two_regimes_for_one_day_are_refused() -> None:
    regime = Regime("MDI", (1,), time(8, 30), time(13, 45), time(17, 30))
    with pytest.raises(SettingsError, match="MDI has two regimes for weekday 1"):
        regime_table((regime, regime))


def test_a_prison_adds_to_the_national_alerts_and_takes_none_away() -> None:
    rows = alert_table((ShownAlert("XRF", "Risk to females", "MDI"),)).to_pylist()
    assert len(rows) == len(NATIONAL_ALERTS) + 1
    assert {"prison_id": "MDI", "code": "XRF", "label": "Risk to females"} in rows


def test_the_feed_of_limited_access_is_read_with_its_age(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(HEADER + "a1234aa,restriction,officer,2026-01-01,\n", encoding="utf-8")
    people, status = limited_access_tables(feed)
    row = people.to_pylist()[0]
    assert (row["prison_number"], row["username"]) == ("A1234AA", "OFFICER")
    assert (row["since"], row["until"]) == (datetime(2026, 1, 1), None)
    assert status.num_rows == 1


def test_no_feed_limits_nobody() -> None:
    people, status = limited_access_tables(None)
    assert people.num_rows == status.num_rows == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("A1234AA,hide,OFFICER,2026-01-01,", "line 2: kind is 'hide'"),
        ("A1234AA,exclusion,OFFICER,soon,", "line 2: Invalid isoformat"),
        (",exclusion,OFFICER,2026-01-01,", "line 2: prison_number is empty"),
    ],
)
def test_a_feed_that_cannot_be_read_stops_with_its_line(
    tmp_path: Path, line: str, says: str
) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        limited_access_tables(feed)
    assert says in str(caught.value)
