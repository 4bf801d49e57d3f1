"""Limited-access people (R-LAO)."""

from datetime import datetime

import duckdb
import pytest

from gatehouse.access import LimitedAccess
from gatehouse.access.limited import ANYBODY

NOW = "2026-03-02 07:30"

# who is limited, how, by whom, since and until when; then who asks, and whether they may see
CASES = [
    ("R-LAO-1 nobody is limited", [], "ANN", True),
    ("R-LAO-1 excluded", [("exclusion", "ANN", "2026-01-01", "2026-04-01")], "ANN", False),
    ("R-LAO-1 another is excluded", [("exclusion", "BOB", "2026-01-01", None)], "ANN", True),
    ("R-LAO-4 an open end never ends", [("exclusion", "ANN", "2026-01-01", None)], "ANN", False),
    ("an ended exclusion", [("exclusion", "ANN", "2026-01-01", "2026-03-02 07:30")], "ANN", True),
    ("one yet to begin", [("exclusion", "ANN", "2026-03-03", None)], "ANN", True),
    ("one begun nobody knows when", [("exclusion", "ANN", None, None)], "ANN", False),
    ("R-LAO-1 restricted to ANN", [("restriction", "ANN", "2026-01-01", None)], "ANN", True),
    ("R-LAO-1 restricted to BOB", [("restriction", "BOB", "2026-01-01", None)], "ANN", False),
    ("an ended restriction", [("restriction", "BOB", "2026-01-01", "2026-02-01")], "ANN", True),
    (
        "exclusion beats restriction",
        [("restriction", "ANN", "2026-01-01", None), ("exclusion", "ANN", "2026-01-01", None)],
        "ANN",
        False,
    ),
    ("a kind nobody knows", [("watch", "BOB", "2026-01-01", None)], "ANN", False),
    ("a list for anybody", [("exclusion", "BOB", "2026-01-01", None)], ANYBODY, False),
    ("nobody is limited on it", [("exclusion", "BOB", None, "2026-01-01")], ANYBODY, True),
    ("case does not matter", [("EXCLUSION", "ann", "2026-01-01", None)], "Ann", False),
]


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE SCHEMA config; CREATE TABLE config.limited_access(prison_number VARCHAR,"
        " kind VARCHAR, username VARCHAR, since TIMESTAMP, until TIMESTAMP);"
        " CREATE TABLE config.limited_access_feed(as_at TIMESTAMP)"
    )
    return connection


def _load(
    cursor: duckdb.DuckDBPyConnection,
    rows: list[tuple[str, str, str | None, str | None]],
    as_at: str | None,
) -> LimitedAccess:
    for row in rows:
        cursor.execute("INSERT INTO config.limited_access VALUES ('A1234AA', ?, ?, ?, ?)", row)
    if as_at:
        cursor.execute("INSERT INTO config.limited_access_feed VALUES (?)", [as_at])
    return LimitedAccess.load(cursor, datetime.fromisoformat(NOW))


@pytest.mark.parametrize(("says", "rows", "who", "sees"), CASES, ids=[case[0] for case in CASES])
def test_who_may_see_whom(
    cursor: duckdb.DuckDBPyConnection,
    says: str,
    rows: list[tuple[str, str, str | None, str | None]],
    who: str,
    sees: bool,
) -> None:
    limited = _load(cursor, rows, NOW)
    assert limited.may_see(who, "A1234AA") is sees
    assert limited.may_see(who, "A9999ZZ")


@pytest.mark.parametrize("as_at", [None, "2026-03-01 07:29"])
def test_with_an_old_feed_only_those_it_names_may_see_the_people_in_it(
    cursor: duckdb.DuckDBPyConnection, as_at: str | None
) -> None:
    limited = _load(
        cursor,
        [
            ("restriction", "ANN", "2026-01-01", None),
            ("restriction", "CAT", "2026-01-01", "2026-02-01"),
        ],
        as_at,
    )
    assert limited.is_stale
    assert limited.may_see("ANN", "A1234AA")
    assert not limited.may_see("BOB", "A1234AA")
    assert not limited.may_see("CAT", "A1234AA")
    assert limited.may_see("BOB", "A9999ZZ")


def test_with_an_old_feed_an_exclusion_closes_the_person_to_all(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    limited = _load(cursor, [("exclusion", "ANN", "2026-01-01", "2026-02-01")], None)
    assert not limited.may_see("ANN", "A1234AA")
    assert not limited.may_see("BOB", "A1234AA")
