"""Running a dataset for someone: never without a scope, never for ever."""

import warnings
from collections.abc import Mapping
from datetime import timedelta

import duckdb
import pyarrow as pa

from gatehouse.access import Scope, require_scope
from gatehouse.definitions import Dataset, Field
from gatehouse.query.checks import CONTEXT, PROMPT
from gatehouse.query.compiling import (
    ESTABLISHMENTS,
    LIMIT,
    Statement,
    count_statement,
    options_statement,
    rows_statement,
)
from gatehouse.query.deadlines import Deadlines
from gatehouse.query.errors import QueryError, QueryTimeoutError, TooManyRowsError
from gatehouse.query.prompts import typed_prompts

TIMEOUT = timedelta(seconds=30)
_DEADLINES = Deadlines()

# DuckDB advises `sql`, which copies rows once less but reads and binds the statement twice; for
# the few hundred rows of a list that is the dearer by far.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

# The engine's words about these are of the query alone; of any other error they may hold data.
_ABOUT_THE_QUERY = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


def run(
    cursor: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    scope: Scope,
    prompts: Mapping[str, object],
    limit: int | None = None,
    *,
    timeout: timedelta = TIMEOUT,
) -> pa.Table:
    """The rows of a dataset within a scope, with the declared columns in their types.

    A scope without establishments gives no rows. Columns that the scope hides are null. Raises
    `TypeError` without a scope, and `QueryError`: `PromptError` for a value, `CompileError` for
    the SQL, `TooManyRowsError` when there are more than `limit` rows, `QueryTimeoutError`.
    """
    require_scope(scope)
    statement = rows_statement(dataset, limited=limit is not None)
    values = _values(statement, dataset, scope, prompts)
    if limit is not None:
        values[LIMIT] = limit + 1
    table = _execute(cursor, statement, values, dataset, timeout)
    if limit is not None and table.num_rows > limit:
        raise TooManyRowsError(f"{dataset.id}: there are more than {limit} rows; ask for fewer")
    return _without(table, scope.hidden_columns)


def count(
    cursor: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    scope: Scope,
    prompts: Mapping[str, object],
    *,
    timeout: timedelta = TIMEOUT,
) -> int:
    """How many rows `run` would give; the same errors."""
    require_scope(scope)
    statement = count_statement(dataset)
    values = _values(statement, dataset, scope, prompts)
    return int(_execute(cursor, statement, values, dataset, timeout).column(0)[0].as_py())


def options(
    cursor: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    scope: Scope,
    field: str,
    prompts: Mapping[str, object],
    *,
    limit: int,
    timeout: timedelta = TIMEOUT,
) -> list[object]:
    """The different values of a column within a scope, in order, without nulls.

    Raises as `run` does, and `QueryError` for a column that is not there or is hidden.
    """
    require_scope(scope)
    statement = options_statement(dataset, _field(dataset, field, scope))
    values = _values(statement, dataset, scope, prompts)
    values[LIMIT] = limit + 1
    found: list[object] = (
        _execute(cursor, statement, values, dataset, timeout).column(0).to_pylist()
    )
    if len(found) > limit:
        raise TooManyRowsError(f"{dataset.id}: {field} has more than {limit} different values")
    return found


def _field(dataset: Dataset, name: str, scope: Scope) -> Field:
    for field in dataset.fields:
        if field.name.lower() == name.lower() and field.name.lower() not in scope.hidden_columns:
            return field
    raise QueryError(f"{dataset.id}: there is no column {name} that you can see")


def _values(
    statement: Statement, dataset: Dataset, scope: Scope, prompts: Mapping[str, object]
) -> dict[str, object]:
    given = typed_prompts(dataset, prompts)
    context = {"username": scope.caller.username, "caseload": scope.caller.working_caseload}
    values: dict[str, object] = {ESTABLISHMENTS: sorted(scope.establishments)}
    values |= {f"{PROMPT}{name}": given[name] for name in statement.prompts}
    values |= {f"{CONTEXT}{name}": context[name] for name in statement.context}
    return values


def _execute(
    cursor: duckdb.DuckDBPyConnection,
    statement: Statement,
    values: Mapping[str, object],
    dataset: Dataset,
    timeout: timedelta,
) -> pa.Table:
    try:
        with _DEADLINES.within(timeout, cursor.interrupt):
            return cursor.execute(statement.parsed, dict(values)).to_arrow_table()
    except duckdb.InterruptException:
        raise QueryTimeoutError(
            f"{dataset.id}: the query took longer than {timeout.total_seconds():g} seconds and "
            "was stopped; ask for less, or try again"
        ) from None
    except _ABOUT_THE_QUERY as error:
        raise QueryError(
            f"{dataset.id}: the query does not fit the tables; see its definition", str(error)
        ) from None
    except duckdb.Error as error:
        raise QueryError(
            f"{dataset.id}: the query failed ({type(error).__name__}); see its definition"
        ) from None


def _without(table: pa.Table, hidden: frozenset[str]) -> pa.Table:
    for index, field in enumerate(table.schema):
        if field.name.lower() in hidden:
            table = table.set_column(index, field, pa.nulls(table.num_rows, field.type))
    return table
