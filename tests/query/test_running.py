"""Prompts, order, limits and time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.definitions import Field, FieldType, Parameter, Products
from gatehouse.query import (
    PromptError,
    QueryTimeoutError,
    TooManyRowsError,
    count,
    options,
    run,
)
from gatehouse.query.compiling import rows_statement
from gatehouse.shipped import shipped
from tests.query.little_estate import FIELDS, PEOPLE, dataset, estate, scope

NUMBER = Parameter("number", FieldType.STRING, "Number")
BY_NUMBER = f"{PEOPLE} WHERE number = (SELECT number FROM prompt_)"
_DATABASE = estate()


def _echo(kind: FieldType, value: object, **more: object) -> object:
    """What a prompt's value is to the engine."""
    asked = dataset(
        "SELECT 'MDI' AS prison_id, (SELECT said FROM prompt_) AS said",
        (FIELDS[0], Field("said", kind)),
        (
            Parameter(
                "said",
                kind,
                "Said",
                mandatory=bool(more.get("mandatory")),
                default=None if "default" not in more else str(more["default"]),
            ),
        ),
    )
    given = {} if value is None else {"said": value}
    return run(_DATABASE, asked, scope("MDI"), given)["said"][0].as_py()


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (FieldType.STRING, "A", "A"),
        (FieldType.INT, "7", 7),
        (FieldType.LONG, 2**40, 2**40),
        (FieldType.DOUBLE, "1.5", 1.5),
        (FieldType.FLOAT, 1, 1.0),
        (FieldType.BOOLEAN, "True", True),
        (FieldType.BOOLEAN, False, False),
        (FieldType.DATE, "2026-03-02", date(2026, 3, 2)),
        (FieldType.DATE, date(2026, 3, 2), date(2026, 3, 2)),
        (FieldType.TIME, "08:30", time(8, 30)),
        (FieldType.TIMESTAMP, "2026-03-02T08:30", datetime.fromisoformat("2026-03-02T08:30")),
        (FieldType.BYTES, b"\x00", b"\x00"),
        (FieldType.STRING, None, None),
    ],
)
def test_a_prompt_is_read_as_its_declared_type(
    kind: FieldType, value: object, read: object
) -> None:
    assert _echo(kind, value) == read


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (FieldType.STRING, 7, "Said must be text"),
        (FieldType.INT, "seven", "a whole number"),
        (FieldType.INT, True, "a whole number"),
        (FieldType.DOUBLE, "x", "a number"),
        (FieldType.BOOLEAN, "perhaps", "true or false"),
        (FieldType.DATE, "02/03/2026", "a date such as 2026-03-02"),
        (FieldType.DATE, datetime.fromisoformat("2026-03-02T08:30"), "a date such as"),
        (FieldType.TIME, "8", "a time such as"),
        (FieldType.TIMESTAMP, "2026-03-02T08:30+01:00", "a local date and time"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: FieldType, value: object, says: str) -> None:
    with pytest.raises(PromptError, match=says):
        _echo(kind, value)


def test_a_mandatory_prompt_needs_a_value_and_a_default_is_one() -> None:
    with pytest.raises(PromptError, match="Said is needed"):
        _echo(FieldType.DATE, "", mandatory=True)
    assert _echo(FieldType.INT, None, mandatory=True, default="3") == 3


def test_a_prompt_that_is_not_declared_is_refused() -> None:
    with pytest.raises(PromptError, match="no prompt is named wing; there are: number"):
        run(_DATABASE, dataset(BY_NUMBER, parameters=(NUMBER,)), scope("MDI"), {"wing": "A"})


@settings(deadline=None)
@given(st.text())
def test_any_text_stays_a_value(text: str) -> None:
    assert _echo(FieldType.STRING, text) == (text or None)


@pytest.mark.parametrize(
    "value",
    ["' OR 1=1 --", "A1111AA' UNION SELECT * FROM main.secret", "'; DROP TABLE nomis.people"],
)
def test_sql_in_a_value_does_nothing(value: str) -> None:
    asked = dataset(BY_NUMBER, parameters=(NUMBER,))
    assert run(_DATABASE, asked, scope("MDI", "LEI"), {"number": value}).num_rows == 0
    assert count(_DATABASE, asked, scope("MDI", "LEI"), {"NUMBER": "A3333AA"}) == 1


@pytest.mark.parametrize(
    "where",
    [
        "number IN (SELECT number FROM prompt_)",
        "number IN (SELECT prompt_.number FROM prompt_)",
        "number = (SELECT NUMBER FROM PROMPT_)",
        "number = COALESCE((SELECT number FROM prompt_), 'none')",
        "(SELECT username FROM context_) = 'OFFICER' AND number = (SELECT number FROM prompt_)",
        "prison_id = (SELECT caseload FROM context_) AND number = (SELECT number FROM prompt_)",
    ],
)
def test_single_values_may_stand_wherever_a_value_may(where: str) -> None:
    asked = dataset(f"{PEOPLE} WHERE {where}", parameters=(NUMBER,))
    rows = run(_DATABASE, asked, scope("MDI", working="MDI"), {"number": "A2222AA"})
    assert rows["number"].to_pylist() == ["A2222AA"]


def test_columns_come_in_the_declared_order_names_and_types() -> None:
    fields = (
        Field("Born", FieldType.TIMESTAMP),
        Field("NUMBER", FieldType.STRING),
        Field("prison_id", FieldType.STRING, scope="establishment"),
    )
    assert run(_DATABASE, dataset(fields=fields), scope("MDI"), {}).schema == pa.schema(
        {"Born": pa.timestamp("us"), "NUMBER": pa.string(), "prison_id": pa.string()}
    )


def test_the_authors_order_stands_outside() -> None:
    asked = dataset(f"{PEOPLE} ORDER BY NUMBER DESC, born")
    assert rows_statement(asked, limited=False).sql.endswith(
        'ORDER BY "dataset_"."number" DESC, "dataset_"."born"'
    )
    assert run(_DATABASE, asked, scope("MDI", "LEI"), {})["number"].to_pylist() == [
        "A3333AA",
        "A2222AA",
        "A1111AA",
    ]


def test_a_limit_that_is_passed_is_an_error_not_a_short_list() -> None:
    assert run(_DATABASE, dataset(), scope("MDI"), {}, 2).num_rows == 2
    with pytest.raises(TooManyRowsError, match="more than 1 rows"):
        run(_DATABASE, dataset(), scope("MDI"), {}, 1)
    with pytest.raises(TooManyRowsError, match="more than 1 different values"):
        options(_DATABASE, dataset(), scope("MDI"), "number", {}, limit=1)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_runs() -> None:
    many = ", ".join(f"nomis.people AS p{n}" for n in range(24))
    asked = dataset(
        f"SELECT 'MDI' AS prison_id, CAST(COUNT(*) AS VARCHAR) AS number,"
        f" DATE '2026-01-01' AS born FROM {many} WHERE p1.number || p2.number <> p3.number"
    )
    with pytest.raises(QueryTimeoutError, match=r"longer than 0.2 seconds"):
        run(_DATABASE, asked, scope("MDI"), {}, timeout=timedelta(seconds=0.2))
    assert count(_DATABASE, dataset(), scope("MDI"), {}) == 2


def test_a_statement_is_compiled_once_for_everyone() -> None:
    assert rows_statement(dataset(), limited=False) is rows_statement(dataset(), limited=False)
    assert "OFFICER" not in rows_statement(dataset(), limited=False).sql


def test_many_may_ask_at_once() -> None:
    prisons = ["MDI", "LEI", "NHI"] * 40

    def seen(prison: str) -> set[str]:
        cursor = _DATABASE.cursor()
        return set(run(cursor, dataset(), scope(prison), {})["prison_id"].to_pylist())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(seen, prisons))
    assert found == [{"MDI"}, {"LEI"}, set()] * 40


def test_every_shipped_dataset_compiles() -> None:
    for product in Products.load(shipped("products")).values():
        for held in product.datasets.values():
            assert rows_statement(held, limited=True).sql.startswith("SELECT")


def test_a_table_is_read_by_the_columns_named_and_otherwise_whole() -> None:
    named = rows_statement(
        dataset("SELECT p.prison_id, p.number, p.born FROM nomis.people AS p"), limited=False
    )
    assert '"nomis_state"."people"' in named.sql
    for query in (
        "SELECT * FROM nomis.people",
        "SELECT prison_id, p.number, p.born FROM nomis.people AS p",
        "SELECT p.* FROM nomis.people AS p",
        "SELECT p.prison_id, p.number, q.born FROM nomis.people p NATURAL JOIN nomis.people q",
    ):
        asked = dataset(query)
        assert '"nomis_state"' not in rows_statement(asked, limited=False).sql
        assert run(_DATABASE, asked, scope("MDI"), {}).num_rows == 2


def test_a_column_named_in_a_subquery_or_in_another_case_is_read_too() -> None:
    asked = dataset(
        "SELECT P.prison_id, P.NUMBER AS number, P.born FROM nomis.people AS p WHERE EXISTS ("
        "SELECT 1 FROM nomis.people AS q WHERE q.number = p.number AND q.born = P.born)"
    )
    assert run(_DATABASE, asked, scope("MDI"), {}).num_rows == 2


def test_a_deleted_row_is_in_neither_reading() -> None:
    database = estate()
    database.execute("UPDATE nomis_state.people SET _op = 'D' WHERE number = 'A1111AA'")
    named = dataset("SELECT p.prison_id, p.number, p.born FROM nomis.people AS p")
    assert count(database, named, scope("MDI"), {}) == 1
    assert count(database, dataset("SELECT * FROM nomis.people"), scope("MDI"), {}) == 1
