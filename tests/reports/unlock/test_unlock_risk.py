"""Category, cell sharing risk and alerts of people (R-CAT, R-CSRA, R-ALERT, R-SEC-4), by table."""

from pathlib import Path

import pytest

from gatehouse.reports.unlock.model import Person, UnlockList
from tests.support.asking import database_of, unlock_list
from tests.support.tables import Row, read_table_file, read_tables

TABLES = read_table_file(Path(__file__).parent / "fixtures/risk.md")
PEOPLE = {row["number"]: row for row in TABLES["people"]}
CSR_KINDS = ("CSR", "CSRF", "CSRH", "CSRDO", "CSR1", "CSRREV")


@pytest.fixture(scope="module")
def everyone() -> dict[str, Person]:
    return by_number(unlock_list(database_of(TABLES)))


def by_number(held: UnlockList) -> dict[str, Person]:
    return {person.number: person for person in held.people}


def named(row: Row) -> str:
    return f"{row['number']} {row['about']}"


@pytest.mark.parametrize("row", TABLES["people"], ids=named)
def test_r_cat_the_latest_category_that_stands(everyone: dict[str, Person], row: Row) -> None:
    assert everyone[row["number"]].category == row["expected category"]


@pytest.mark.parametrize("row", TABLES["people"], ids=named)
def test_r_csra_the_latest_cell_sharing_risk_of_any_kind(
    everyone: dict[str, Person], row: Row
) -> None:
    assert everyone[row["number"]].csra == row["expected csra"]


@pytest.mark.parametrize("kind", CSR_KINDS)
def test_r_csra_each_kind_of_assessment_counts(kind: str) -> None:
    tables = read_tables(
        f"""
## people
| number  | cell    |
|---------|---------|
| A1001AA | A-1-001 |
## assessments
| number  | kind   | date       | calculated |
|---------|--------|------------|------------|
| A1001AA | CSR    | 2026-01-01 | STANDARD   |
| A1001AA | {kind} | 2026-02-01 | HI         |
"""
    )
    assert by_number(unlock_list(database_of(tables)))["A1001AA"].csra == "High"


@pytest.mark.parametrize("row", TABLES["people"], ids=named)
def test_r_alert_r_sec_4_active_alerts_once_each(everyone: dict[str, Person], row: Row) -> None:
    shown = ", ".join(alert.label for alert in everyone[row["number"]].alerts)
    assert shown == row["expected alerts"]
