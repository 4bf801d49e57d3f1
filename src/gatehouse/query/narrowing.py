"""Reading, of each table, only the columns that a query names.

A table of the serving copy is a view of all its columns, and DuckDB goes through every one of them
whenever it plans a query. Of a list's time a quarter was that.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from gatehouse.lake.tables import CONFIGURATION_SCHEMA, live_rows
from gatehouse.query.checks import DIALECT

_PLAIN = {"this", "db", "alias"}


def narrow(tree: exp.Query) -> None:
    """Put, for each table of the lake in `tree`, a SELECT of the columns used; in place.

    Where it is not plain which columns those are (a star, a column without its table, USING), the
    table stays as it is.
    """
    for scope in list(traverse_scope(tree)):
        if _is_plain(scope):
            for table, columns in list(_tables(scope)):
                rows = sqlglot.parse_one(live_rows(table.db, table.name, columns), read=DIALECT)
                alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name, quoted=True))
                table.replace(exp.Subquery(this=rows, alias=alias))


def _is_plain(scope: Scope) -> bool:
    select = scope.expression
    if not isinstance(select, exp.Select) or any(not column.table for column in scope.columns):
        return False
    joins = select.args.get("joins") or []
    return not select.is_star and not any(
        join.args.get("using") or join.method == "NATURAL" for join in joins
    )


def _tables(scope: Scope) -> Iterator[tuple[exp.Table, list[str]]]:
    for alias, source in scope.sources.items():
        if not isinstance(source, exp.Table) or source.db.lower() in {"", CONFIGURATION_SCHEMA}:
            continue
        used = {key for key, value in source.args.items() if value}
        shape = source.args.get("alias")
        named = {c.name.lower() for c in scope.columns if c.table.lower() == alias.lower()}
        if named and used <= _PLAIN and not (shape and shape.columns):
            yield source, sorted(named)
