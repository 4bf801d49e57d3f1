"""From a dataset to a statement that cannot answer outside a scope.

The author's SQL becomes a subquery. Around it stand the declared columns in their declared
types, and the one condition that a row's establishment is within the scope. Whatever the SQL
does inside (WHERE, OR, UNION), it cannot reach past that condition. No value of a caller is part
of the text, so a statement is compiled once per dataset and shared by everyone.
"""

from dataclasses import dataclass
from functools import lru_cache

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from gatehouse.definitions import Dataset, Field, FieldType
from gatehouse.query.checks import CONTEXT, DIALECT, PROMPT, problems, unbound_values
from gatehouse.query.errors import CompileError
from gatehouse.query.narrowing import narrow
from gatehouse.query.prompts import DUCKDB_TYPES

ESTABLISHMENTS = "scope_establishments"
LIMIT = "scope_limit"
CONTEXT_VALUES = ("username", "caseload")

_ALIAS = "dataset_"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL to run, and the names of the values it takes beside the scope's establishments.

    `parsed` is the same SQL as DuckDB has read it; running that saves reading it every time.
    """

    sql: str
    parsed: duckdb.Statement
    prompts: frozenset[str]
    context: frozenset[str]


@lru_cache(maxsize=1024)
def rows_statement(dataset: Dataset, *, limited: bool) -> Statement:
    """All rows within the scope, in the order the author asked for."""
    inner = _Inner(dataset)
    columns = [_column(field).as_(field.name, quoted=True) for field in dataset.fields]
    query = inner.scoped(*columns)
    if inner.order is not None:
        query.set("order", inner.order)
    if limited:
        query.set("limit", exp.Limit(expression=exp.Placeholder(this=LIMIT)))
    return inner.statement(query)


@lru_cache(maxsize=1024)
def count_statement(dataset: Dataset) -> Statement:
    """How many rows there are within the scope."""
    inner = _Inner(dataset)
    return inner.statement(inner.scoped(exp.Count(this=exp.Star()).as_("rows")))


@lru_cache(maxsize=1024)
def options_statement(dataset: Dataset, field: Field) -> Statement:
    """The different values of a column within the scope, in order."""
    inner = _Inner(dataset)
    query = inner.scoped(_column(field).as_("option", quoted=True)).distinct()
    query = query.where(exp.Not(this=exp.Is(this=_name(field), expression=exp.Null())))
    query = query.order_by(exp.column("option", quoted=True))
    query.set("limit", exp.Limit(expression=exp.Placeholder(this=LIMIT)))
    return inner.statement(query)


class _Inner:
    """The author's SQL, checked, with its prompts replaced by places for bound values."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._prompts: set[str] = set()
        self._context: set[str] = set()
        self._scope = _scope_field(dataset)
        tree = _parse(dataset)
        found = dict.fromkeys(unbound_values(tree))
        self._bind_single_values(tree)
        if found := found | dict.fromkeys(problems(tree)):
            raise CompileError(f"{dataset.id}: {'; '.join(found)}")
        if isinstance(tree, exp.Query):
            narrow(tree)
        self.order = self._take_order(tree)
        self._tree = tree

    def scoped(self, *columns: exp.Expr) -> exp.Select:
        """The columns of the author's rows that lie within the scope."""
        establishments = exp.cast(exp.Placeholder(this=ESTABLISHMENTS), "VARCHAR[]")
        within = exp.EQ(
            this=_name(self._scope), expression=exp.Any(this=exp.Paren(this=establishments))
        )
        source = exp.Subquery(
            this=self._tree, alias=exp.TableAlias(this=exp.to_identifier(_ALIAS, quoted=True))
        )
        return exp.select(*columns).from_(source).where(within)

    def statement(self, query: exp.Select) -> Statement:
        """The finished statement, which DuckDB too must read as one SELECT."""
        sql = query.sql(DIALECT, comments=False)
        try:
            read = duckdb.extract_statements(sql)
        except duckdb.Error as error:
            raise CompileError(
                f"{self._dataset.id}: DuckDB cannot read the query", str(error)
            ) from None
        if len(read) != 1 or read[0].type != duckdb.StatementType.SELECT:
            raise CompileError(f"{self._dataset.id}: it must be one SELECT")
        return Statement(sql, read[0], frozenset(self._prompts), frozenset(self._context))

    def _bind_single_values(self, tree: exp.Expr) -> None:
        for select in list(tree.find_all(exp.Select)):
            source = _single_source(select)
            holder = _holder_of_value(select)
            if source is None or holder is None:
                continue
            value = self._bound(source, select.expressions[0].name.lower())
            if isinstance(holder.parent, exp.In) and holder.arg_key == "query":
                holder.parent.set("query", None)
                holder.parent.set("expressions", [value])
            else:
                holder.replace(exp.Paren(this=value))

    def _bound(self, source: str, name: str) -> exp.Expr:
        if source == CONTEXT:
            if name not in CONTEXT_VALUES:
                known = ", ".join(CONTEXT_VALUES)
                raise CompileError(f"{self._dataset.id}: {CONTEXT} has {known}, not {name}")
            self._context.add(name)
            return exp.cast(exp.Placeholder(this=f"{CONTEXT}{name}"), "VARCHAR")
        types = {parameter.name.lower(): parameter.type for parameter in self._dataset.parameters}
        if name not in types:
            known = ", ".join(types) or "none"
            raise CompileError(
                f"{self._dataset.id}: the query asks for prompt {name}, "
                f"which is not declared; there are: {known}"
            )
        self._prompts.add(name)
        return exp.cast(exp.Placeholder(this=f"{PROMPT}{name}"), DUCKDB_TYPES[types[name]])

    def _take_order(self, tree: exp.Expr) -> exp.Order | None:
        """The author's order, moved outside, where it lasts; it may only name the columns."""
        order = tree.args.get("order")
        if not isinstance(order, exp.Order):
            return None
        fields = {field.name.lower(): field for field in self._dataset.fields}
        tree.set("order", None)
        for ordered in order.expressions:
            key = ordered.this
            if not isinstance(key, exp.Column) or key.table or key.name.lower() not in fields:
                raise CompileError(
                    f"{self._dataset.id}: ORDER BY {key.sql(DIALECT)} must be a declared column "
                    f"by its name alone: {', '.join(fields)}"
                )
            key.replace(_name(fields[key.name.lower()]))
        return order


def _scope_field(dataset: Dataset) -> Field:
    field = dataset.scope_field
    if field is None:
        raise CompileError(
            f"{dataset.id}: no column (or more than one) declares who may see a row, so it does "
            'not run; add "scope": "establishment" to the column with the prison id'
        )
    if field.type is not FieldType.STRING:
        raise CompileError(f"{dataset.id}: scope column {field.name} must be of type string")
    return field


def _parse(dataset: Dataset) -> exp.Expr:
    if dataset.earlier:
        raise CompileError(f"{dataset.id}: a query in several phases does not run here")
    try:
        found = [tree for tree in sqlglot.parse(dataset.query, read=DIALECT) if tree is not None]
    except SqlglotError as error:
        raise CompileError(f"{dataset.id}: the query cannot be read", str(error)) from None
    if len(found) != 1:
        raise CompileError(f"{dataset.id}: it must be one SELECT, and it has {len(found)}")
    return found[0]


def _single_source(select: exp.Select) -> str | None:
    """ "prompt_" or "context_" when a SELECT is of one plain column of it and nothing else."""
    source = select.args.get("from_")
    used = {key for key, value in select.args.items() if value} - {"expressions", "from_"}
    if used or not isinstance(source, exp.From) or len(select.expressions) != 1:
        return None
    table = source.this
    if not isinstance(table, exp.Table) or table.db or table.args.get("joins"):
        return None
    name = table.name.lower()
    plain = isinstance(select.expressions[0], exp.Column)
    return name if plain and name in (PROMPT, CONTEXT) else None


def _holder_of_value(select: exp.Select) -> exp.Subquery | None:
    """The brackets around a SELECT that stands for a value, not for rows to select from."""
    holder = select.parent
    if not isinstance(holder, exp.Subquery):
        return None
    return None if isinstance(holder.parent, (exp.From, exp.Join, exp.Lateral)) else holder


def _column(field: Field) -> exp.Expr:
    return exp.cast(_name(field), DUCKDB_TYPES[field.type])


def _name(field: Field) -> exp.Column:
    return exp.column(exp.to_identifier(field.name, quoted=True), exp.to_identifier(_ALIAS, True))
