"""What the SQL of a dataset may not do, seen on its tree."""

from collections.abc import Iterator

from sqlglot import exp

DIALECT = "duckdb"
ALLOWED_SCHEMAS = frozenset({"nomis", "config"})
PROMPT = "prompt_"
CONTEXT = "context_"

_ASK = "(SELECT name FROM prompt_)"

_WRITES = (exp.DDL, exp.DML, exp.Command, exp.Into, exp.Copy, exp.Attach, exp.Set, exp.Pragma)
_OWN_VALUES = (exp.Placeholder, exp.Parameter, exp.SessionParameter)
_CLOCKS = (
    exp.CurrentDate,
    exp.CurrentDatetime,
    exp.CurrentTime,
    exp.CurrentTimestamp,
    exp.Localtime,
    exp.Localtimestamp,
)
_CLOCK_NAMES = frozenset(
    {
        "now",
        "today",
        "get_current_timestamp",
        "get_current_time",
        "current_localtimestamp",
        "transaction_timestamp",
    }
)
# Functions that reach past the rows: the machine, the session, other tables, the log.
_OUTSIDE = frozenset(
    {
        "current_query",
        "current_setting",
        "currval",
        "error",
        "getenv",
        "getvariable",
        "nextval",
        "query",
        "query_table",
        "which_secret",
        "write_log",
    }
)
_OUTSIDE_STARTS = ("read_", "duckdb_", "pragma_", "pg_", "parquet_", "glob")


def problems(tree: exp.Expr) -> Iterator[str]:
    """Everything that this query does and may not, in words."""
    if not isinstance(tree, exp.Query):
        yield "it must be one SELECT"
        return
    if tree.args.get("limit") or tree.args.get("offset"):
        yield "LIMIT and OFFSET would cut rows before scope is applied; leave them out"
    for node in tree.walk():
        yield from _node_problems(node)


def unbound_values(tree: exp.Expr) -> Iterator[str]:
    """Places for values that the author made by hand, which nothing would fill."""
    for node in tree.find_all(*_OWN_VALUES):
        yield f"{node.sql(DIALECT)} is a value of its own; write {_ASK}"


def _node_problems(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, _WRITES):
        yield f"{node.key.upper()} is not reading; only SELECT may be used"
    elif isinstance(node, _CLOCKS):
        yield f"it reads the clock; take the time as a prompt, {_ASK}"
    elif isinstance(node, exp.Table):
        yield from _table_problems(node)
    elif isinstance(node, exp.Func):
        yield from _function_problems(node)


def _function_problems(function: exp.Func) -> Iterator[str]:
    name = (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()
    if name in _CLOCK_NAMES:
        yield f"{name} reads the clock; take the time as a prompt, {_ASK}"
    elif name in _OUTSIDE or name.startswith(_OUTSIDE_STARTS):
        yield f"function {name} reaches past the tables, which is not allowed"


def _table_problems(table: exp.Table) -> Iterator[str]:
    schemas = " and ".join(sorted(ALLOWED_SCHEMAS))
    if not isinstance(table.this, exp.Identifier):
        yield f"{table.sql(DIALECT)} is a table function; only tables of {schemas} may be read"
    elif table.catalog:
        yield f"{table.sql(DIALECT)} names another database; only {schemas} may be read"
    elif not table.db:
        if table.name.lower() in (PROMPT, CONTEXT):
            yield f"{table.name} may only be used for a single value, as {_ASK} is"
        elif table.name.lower() not in _visible_ctes(table):
            yield f"table {table.name} has no schema; write nomis.{table.name} or config.…"
    elif table.db.lower() not in ALLOWED_SCHEMAS:
        yield f"table {table.db}.{table.name} is not allowed; only tables of {schemas} are"


def _visible_ctes(table: exp.Table) -> set[str]:
    """Names of the common table expressions in force where a table is named.

    A name within its own definition means something else (unless the WITH is recursive), and
    so does a name used outside the query that defines it.
    """
    names: set[str] = set()
    child: exp.Expr = table
    parent = table.parent
    while parent is not None:
        if isinstance(parent, exp.With):
            names |= _named_before(child, parent)
        elif isinstance(child, exp.With):
            pass  # what comes before in the same WITH has been counted
        elif isinstance(found := parent.args.get("with_"), exp.With):
            names |= {cte.alias.lower() for cte in found.expressions}
        child, parent = parent, parent.parent
    return names


def _named_before(cte: exp.Expr, group: exp.With) -> set[str]:
    names: set[str] = set()
    for other in group.expressions:
        if other is cte:
            if group.recursive:
                names.add(other.alias.lower())
            break
        names.add(other.alias.lower())
    return names
