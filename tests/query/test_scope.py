"""Nothing outside a scope is ever seen (rule 8)."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.access import Scope
from gatehouse.definitions import Field, FieldType
from gatehouse.query import CompileError, QueryError, count, options, run
from tests.query.little_estate import FIELDS, PEOPLE, dataset, estate, scope

# What an author's SQL may do inside; none of it gets a row past the scope.
REACHING = [
    PEOPLE,
    f"{PEOPLE} WHERE prison_id = 'LEI' OR 1 = 1",
    f"{PEOPLE} WHERE TRUE OR prison_id = 'LEI' -- everyone",
    f"{PEOPLE} UNION ALL {PEOPLE}",
    f"({PEOPLE}) UNION ({PEOPLE})",
    f"{PEOPLE} EXCEPT {PEOPLE} WHERE prison_id = 'MDI'",
    f"WITH everyone AS ({PEOPLE}) SELECT * FROM everyone ORDER BY number",
    f"WITH everyone AS ({PEOPLE}), again AS (SELECT * FROM everyone) SELECT * FROM again",
    f"WITH RECURSIVE r AS ({PEOPLE} UNION SELECT r.* FROM r) SELECT * FROM r",
    "SELECT p.* FROM nomis.people AS p CROSS JOIN nomis.people AS q",
    "SELECT p.* FROM nomis.people AS p, LATERAL (SELECT p.number AS n) AS l",
    f"SELECT * FROM ({PEOPLE}) AS dataset_",
    f"SELECT * FROM (SELECT 'MDI' AS mdi, * FROM ({PEOPLE}))",
    f"{PEOPLE} QUALIFY ROW_NUMBER() OVER (PARTITION BY number ORDER BY born) = 1",
    f"{PEOPLE} /* ) AS dataset_ WHERE TRUE -- */",
    "FROM nomis.people",
    'SELECT "prison_id" AS "PRISON_ID", number, born FROM "nomis"."people"',
    "SELECT prison_id, MIN(number) AS number, MIN(born) AS born FROM nomis.people GROUP BY ALL",
]
# What it may not do at all.
REFUSED = [
    ("SELECT prison_id FROM main.secret", "main.secret is not allowed"),
    ("SELECT * FROM secret", "no schema"),
    ("SELECT * FROM memory.nomis.people", "another database"),
    ("SELECT * FROM information_schema.tables", "not allowed"),
    ("SELECT * FROM sqlite_master", "no schema"),
    ("SELECT * FROM 'people.parquet'", "no schema"),
    ("SELECT * FROM read_csv('/etc/passwd')", "table function"),
    ("SELECT * FROM read_text('/etc/passwd')", "table function"),
    ("SELECT * FROM range(5)", "table function"),
    ("SELECT * FROM query('SELECT 1')", "table function"),
    ("SELECT * FROM duckdb_tables()", "table function"),
    ("WITH duckdb_tables AS (SELECT * FROM duckdb_tables) SELECT * FROM duckdb_tables", "schema"),
    ("WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a", "table b has no schema"),
    ("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a), a", "table a has no schema"),
    ("SELECT getenv('HOME') AS prison_id", "getenv reaches past"),
    ("SELECT 'HOME'.getenv() AS prison_id", "getenv reaches past"),
    ("SELECT \"getenv\"('HOME') AS prison_id", "getenv reaches past"),
    ("SELECT current_setting('threads') AS prison_id", "current_setting reaches past"),
    ("SELECT error(number) AS prison_id FROM nomis.people", "error reaches past"),
    (f"{PEOPLE} WHERE born < now()", "reads the clock"),
    (f"{PEOPLE} WHERE born < current_date", "reads the clock"),
    (f"{PEOPLE} WHERE born < today()", "reads the clock"),
    (f"{PEOPLE} WHERE number = $number", "a value of its own"),
    (f"{PEOPLE} WHERE number = ?", "a value of its own"),
    (f"{PEOPLE}; {PEOPLE}", "must be one SELECT, and it has 2"),
    ("", "must be one SELECT, and it has 0"),
    ("DROP TABLE nomis.people", "must be one SELECT"),
    ("DELETE FROM nomis_state.people", "must be one SELECT"),
    ("COPY nomis.people TO 'out.csv'", "must be one SELECT"),
    ("ATTACH 'other.db'", "must be one SELECT"),
    ("SET threads = 1", "must be one SELECT"),
    ("PRAGMA database_list", "must be one SELECT"),
    (
        "WITH d AS (DELETE FROM nomis.people RETURNING *) SELECT * FROM d",
        "DELETE is not reading",
    ),
    ("SELECT (", "cannot be read"),
    (f"{PEOPLE} LIMIT 1", "before scope is applied"),
    (f"{PEOPLE} ORDER BY number OFFSET 1", "before scope is applied"),
    (f"{PEOPLE} ORDER BY length(number)", "must be a declared column"),
    (f"{PEOPLE} WHERE number = (SELECT name FROM prompt_)", "which is not declared"),
    (f"{PEOPLE} WHERE number = (SELECT password FROM context_)", "context_ has username"),
    ("SELECT * FROM prompt_", "only be used for a single value"),
    ("SELECT * FROM (SELECT number FROM prompt_) AS p", "only be used for a single value"),
    ("WITH p AS (SELECT number FROM prompt_) SELECT * FROM p", "only be used for a single value"),
]


@pytest.mark.parametrize("query", REACHING)
def test_an_authors_sql_cannot_reach_past_the_scope(query: str) -> None:
    database, asked = estate(), dataset(query)
    rows = run(database, asked, scope("MDI"), {})
    assert set(rows["prison_id"].to_pylist()) <= {"MDI"}
    assert count(database, asked, scope("MDI"), {}) == rows.num_rows
    assert run(database, asked, scope("NHI"), {}).num_rows == 0


@pytest.mark.parametrize(("query", "says"), REFUSED)
def test_sql_that_does_more_than_read_the_tables_is_refused(query: str, says: str) -> None:
    with pytest.raises(CompileError, match=says):
        run(estate(), dataset(query), scope("MDI"), {})


@pytest.mark.parametrize("query", [PEOPLE.replace("prison_id", "'MDI'"), "SELECT 1 AS prison_id"])
def test_a_query_without_its_declared_columns_fails(query: str) -> None:
    with pytest.raises(QueryError, match="does not fit the tables") as failed:
        run(estate(), dataset(query), scope("MDI"), {})
    assert failed.value.detail


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (FIELDS[1:], "no column .* declares who may see a row"),
        ((*FIELDS, Field("other", FieldType.STRING, scope="establishment")), "more than one"),
        ((Field("prison_id", FieldType.INT, scope="establishment"),), "must be of type string"),
        ((Field("prison_id", FieldType.STRING, scope="team"),), "declares who may see a row"),
    ],
)
def test_a_dataset_without_one_scope_column_does_not_run(
    fields: tuple[Field, ...], says: str
) -> None:
    for ask in (
        lambda: run(estate(), dataset(fields=fields), scope("MDI"), {}),
        lambda: count(estate(), dataset(fields=fields), scope("MDI"), {}),
    ):
        with pytest.raises(CompileError, match=says):
            ask()


@pytest.mark.parametrize("scope_of_none", [None, "MDI", object(), object.__new__(Scope)])
def test_nothing_runs_without_a_scope(scope_of_none: object) -> None:
    asks: list[Callable[[Scope], object]] = [
        lambda scope: run(estate(), dataset(), scope, {}),
        lambda scope: count(estate(), dataset(), scope, {}),
        lambda scope: options(estate(), dataset(), scope, "number", {}, limit=9),
    ]
    for ask in asks:
        with pytest.raises(TypeError, match="nothing runs without a Scope"):
            ask(cast("Scope", scope_of_none))


def test_a_scope_of_nothing_gives_an_empty_table_in_its_types() -> None:
    everyone = run(estate(), dataset(), scope("MDI", "LEI"), {})
    nobody = run(estate(), dataset(), scope(), {})
    assert nobody.num_rows == 0
    assert nobody.schema == everyone.schema
    assert count(estate(), dataset(), scope(), {}) == 0
    assert options(estate(), dataset(), scope(), "number", {}, limit=9) == []


def test_options_are_of_the_scope_alone() -> None:
    assert options(estate(), dataset(), scope("MDI"), "number", {}, limit=9) == [
        "A1111AA",
        "A2222AA",
    ]
    assert options(estate(), dataset(), scope("MDI", "LEI"), "Prison_Id", {}, limit=9) == [
        "LEI",
        "MDI",
    ]


def test_a_query_in_several_phases_does_not_run() -> None:
    phased = replace(dataset(), earlier=("SELECT 1",))
    with pytest.raises(CompileError, match="in several phases does not run here"):
        run(estate(), phased, scope("MDI"), {})


def test_a_row_of_no_prison_is_nobodys() -> None:
    database = estate()
    database.execute(
        "INSERT INTO nomis_state.people BY NAME SELECT 'A0000AA' AS number, 'I' AS _op"
    )
    assert count(database, dataset(), scope("MDI", "LEI"), {}) == 3


def test_hidden_columns_are_blank_and_give_no_options() -> None:
    hiding = scope("MDI", hidden=("NUMBER",))
    rows = run(estate(), dataset(), hiding, {})
    assert rows["number"].to_pylist() == [None, None]
    assert rows.schema == run(estate(), dataset(), scope("MDI"), {}).schema
    with pytest.raises(QueryError, match="no column number that you can see"):
        options(estate(), dataset(), hiding, "number", {}, limit=9)


def test_an_error_never_tells_of_the_data() -> None:
    numbers = (FIELDS[0], Field("number", FieldType.LONG))
    with pytest.raises(QueryError) as failed:
        run(estate(), dataset(fields=numbers), scope("MDI"), {})
    assert "the query failed (ConversionException)" in str(failed.value)
    assert "A1111AA" not in str(failed.value) + failed.value.detail
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


_PRISONS = st.sampled_from(["MDI", "LEI", "NHI", "mdi", "M'DI", ""])


@settings(deadline=None)  # a shared machine may stall
@given(
    people=st.lists(st.tuples(_PRISONS, st.text("AB12", max_size=4)), min_size=1, max_size=20),
    prisons=st.frozensets(_PRISONS),
    query=st.sampled_from(REACHING),
)
def test_for_any_people_and_scope_no_row_outside_appears(
    people: list[tuple[str, str]], prisons: frozenset[str], query: str
) -> None:
    database = _DATABASE.cursor()
    database.execute("BEGIN")
    database.execute("DELETE FROM nomis_state.people")
    database.executemany(
        "INSERT INTO nomis_state.people VALUES (?, ?, DATE '1990-01-02', 'I')",
        people,
    )
    try:
        within, asked = scope(*prisons), dataset(query)
        rows = run(database, asked, within, {})
        assert set(rows["prison_id"].to_pylist()) <= prisons
        assert count(database, asked, within, {}) == rows.num_rows
        numbers = {number for prison, number in people if prison in prisons}
        assert set(options(database, asked, within, "number", {}, limit=99)) <= numbers
        if query == PEOPLE:
            assert rows.num_rows == sum(prison in prisons for prison, _ in people)
    finally:
        database.execute("ROLLBACK")


_DATABASE: duckdb.DuckDBPyConnection = estate()
