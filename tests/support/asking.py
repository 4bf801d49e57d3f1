"""Asking for reports as a caller would, in tests."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from gatehouse.access import Caller, Scope, decide
from gatehouse.definitions import Product, Products
from gatehouse.reports.roll import build_roll
from gatehouse.reports.roll.model import Roll
from gatehouse.reports.unlock import Day, build_unlock_list, list_of_day, read_day
from gatehouse.reports.unlock.model import Slot, UnlockFilters, UnlockList
from gatehouse.shipped import shipped
from tests.support.duck import configure, empty_database, load, reading_of
from tests.support.nomis import Nomis
from tests.support.prison import nomis_of
from tests.support.tables import Row, read_table_file

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 7, 30)
EVERYONE = UnlockFilters()
PRODUCTS = Products.load(shipped("products"))
NATIONAL_ALERTS = (
    (None, "HA", "ACCT open"),
    (None, "XCU", "Controlled unlock"),
    (None, "XNR", "Not for release"),
    (None, "DOCGM", "Do not share"),
    (None, "DNEW", "Do not share, by a code that is new"),
)


def officer(*caseloads: str, username: str = "MOORLAND_OFFICER") -> Caller:
    """Someone with these caseloads."""
    return Caller(
        username=username,
        name="Officer",
        roles=frozenset({"ROLE_PRISONS_REPORTING_USER"}),
        caseloads=frozenset(caseloads or ("MDI",)),
        working_caseload=(caseloads or ("MDI",))[0],
    )


def scope_of(product: Product, caller: Caller | None = None) -> Scope:
    """The scope of a caller, by default of an officer at Moorland."""
    return decide(caller or officer(), product.policies)


def database_of(tables: Mapping[str, Sequence[Row]], on: date = TODAY) -> duckdb.DuckDBPyConnection:
    """A database of one prison and day from readable tables, with the national alerts."""
    return database_with(nomis_of("MDI", on, tables))


def database_with(nomis: Nomis) -> duckdb.DuckDBPyConnection:
    """A database with these rows and the national alerts."""
    database = empty_database()
    load(database, nomis.tables)
    configure(database, "alert_shown", NATIONAL_ALERTS)
    return database


def database_of_file(path: Path) -> duckdb.DuckDBPyConnection:
    """A database from a file of readable tables."""
    return database_of(read_table_file(path))


def roll(
    database: duckdb.DuckDBPyConnection, *, caller: Caller | None = None, now: datetime = NOW
) -> Roll:
    """Moorland's roll as a caller would have it."""
    product = PRODUCTS["roll"]
    return build_roll(reading_of(database, now), product, scope_of(product, caller), "MDI", now)


def read_moorland(
    database: duckdb.DuckDBPyConnection, *, on: date = TODAY, now: datetime = NOW
) -> Day:
    """Moorland's day as the officer may read it."""
    product = PRODUCTS["unlock-list"]
    reading = reading_of(database, now)
    return read_day(reading, product, scope_of(product), "MDI", on=on, now=now)


def unlock_lists(
    database: duckdb.DuckDBPyConnection, *, on: date = TODAY, now: datetime = NOW
) -> dict[Slot, UnlockList]:
    """Moorland's list of every session of a day, from one reading."""
    day = read_moorland(database, on=on, now=now)
    return {slot: list_of_day(day, slot, EVERYONE, now) for slot in Slot}


def unlock_list(
    database: duckdb.DuckDBPyConnection,
    slot: Slot = Slot.AM,
    filters: UnlockFilters = EVERYONE,
    *,
    caller: Caller | None = None,
    on: date = TODAY,
    now: datetime = NOW,
) -> UnlockList:
    """The unlock list of Moorland as a caller would have it."""
    product = PRODUCTS["unlock-list"]
    reading = reading_of(database, now)
    return build_unlock_list(
        reading, product, scope_of(product, caller), "MDI", on, slot, filters, now
    )
