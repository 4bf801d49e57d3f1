"""Finding out which prisons a person can reach."""

import duckdb
import pytest

from gatehouse.access import caller_from


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("""
        CREATE SCHEMA nomis;
        CREATE TABLE nomis.user_accessible_caseloads AS SELECT * FROM (VALUES
          ('MDI', 'OFFICER'), ('MDI', 'GOVERNOR'), ('NORTH', 'GOVERNOR'), ('NWEB', 'GOVERNOR')
        ) AS t(caseload_id, username);
        CREATE TABLE nomis.caseload_agency_locations AS SELECT * FROM (VALUES
          ('MDI', 'MDI'), ('MDI', 'OUT'), ('MDI', 'TRN'), ('NORTH', 'LEI'), ('NORTH', 'HLI'),
          ('NWEB', 'ZZGHI'), ('NWEB', '*ALL*'), ('NHI', 'NHI')
        ) AS t(caseload_id, agy_loc_id);
        CREATE TABLE nomis.staff_user_accounts AS SELECT * FROM (VALUES
          ('OFFICER', 'MDI'), ('GOVERNOR', 'NORTH'), ('GHOST', 'MDI')
        ) AS t(username, working_caseload_id)
    """)
    return connection


@pytest.mark.parametrize(
    ("username", "prisons", "working"),
    [
        ("OFFICER", {"MDI"}, "MDI"),
        ("GOVERNOR", {"MDI", "LEI", "HLI"}, None),  # a working caseload of two prisons is neither
        ("GHOST", set(), None),  # working in a caseload they no longer have
        ("NOBODY", set(), None),
        ("' OR 1 = 1 --", set(), None),
    ],
)
def test_the_prisons_of_a_caller(
    cursor: duckdb.DuckDBPyConnection, username: str, prisons: set[str], working: str | None
) -> None:
    caller = caller_from(cursor, username, "A Person", ["ROLE_READER"])
    assert caller.caseloads == prisons
    assert caller.working_caseload == working
    assert caller.has_role("READER")
    assert not caller.has_role("ROLE_WRITER")
