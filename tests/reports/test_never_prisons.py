"""Agencies that are never prisons open no prison, whatever a caseload says (R-IN-3)."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from gatehouse.access import Caller, Denied, decide
from gatehouse.access.callers import caller_from
from gatehouse.reports.roll import build_roll
from gatehouse.reports.unlock import build_unlock_list
from gatehouse.reports.unlock.model import Slot, UnlockFilters
from tests.support.asking import NOW, PRODUCTS, TODAY, database_of
from tests.support.duck import reading_of
from tests.support.tables import Row, read_table_file

TABLES = read_table_file(Path(__file__).parent / "fixtures/caseloads.md")
NEVER = ("OUT", "TRN", "ZZGHI", "*ALL*")
NOON = datetime(2026, 11, 24, 12, 0)


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    return database_of(TABLES)


def caller(database: duckdb.DuckDBPyConnection, username: str) -> Caller:
    return caller_from(database.cursor(), username, "A Person", {"ROLE_PRISONS_REPORTING_USER"})


@pytest.mark.parametrize("row", TABLES["expected"], ids=lambda row: str(row["username"]))
def test_r_in_3_only_prisons_come_of_a_caseload(
    database: duckdb.DuckDBPyConnection, row: Row
) -> None:
    assert caller(database, row["username"]).caseloads == set(row["prisons"].split())


@pytest.mark.parametrize("agency", NEVER)
def test_r_in_3_there_is_no_roll_or_list_of_a_place_that_is_no_prison(
    database: duckdb.DuckDBPyConnection, agency: str
) -> None:
    everywhere = caller(database, "EVERYWHERE")
    reading = reading_of(database, NOW)
    product = PRODUCTS["roll"]
    with pytest.raises(Denied):
        build_roll(reading, product, decide(everywhere, product.policies), agency, NOW)
    product = PRODUCTS["unlock-list"]
    scope = decide(everywhere, product.policies)
    with pytest.raises(Denied):
        build_unlock_list(reading, product, scope, agency, TODAY, Slot.AM, UnlockFilters(), NOW)


def test_r_in_3_people_released_in_transit_or_at_the_ghost_prison_are_in_nobodys_care(
    database: duckdb.DuckDBPyConnection,
) -> None:
    product = PRODUCTS["roll"]
    scope = decide(caller(database, "EVERYWHERE"), product.policies)
    rolled = build_roll(reading_of(database, NOW), product, scope, "MDI", NOON)
    assert rolled.in_care == 1
