"""The one fold: from events, or rows already folded, to the state of each key.

For a key, the event that is last in the order (epoch, sequence, timestamp, file, row) says what
the row is; a delete leaves a tombstone. A column that an event does not have keeps its last
present value, whichever batch brought it. So the state of a key is the maximum, column by
column, of what is known of it: the fold is commutative, associative and idempotent, and folding
folded rows with new events is folding all the events.

A *state row* has the contract's columns, `_op`, the order columns, and `_origins`: NULL when
every column came from the row's own event; else, for each column that did not, the place in the
order its value came from, or NULL when no event ever had it.
"""

import pyarrow as pa

from gatehouse.capture.event import EVENT_FIELDS, ORDER
from gatehouse.contracts import Contract
from gatehouse.engines.sql import Sql, compose, joined, name, names, text

_PLACE = (
    "{{'epoch': _epoch, 'sequence': _sequence, 'timestamp': _timestamp,"
    " 'file': _file, 'row': _row}}"
)
_PLACE_DDL = "STRUCT(epoch BIGINT, sequence VARCHAR, timestamp TIMESTAMP, file VARCHAR, row BIGINT)"
_PLACE_ARROW = pa.struct(
    [
        ("epoch", pa.int64()),
        ("sequence", pa.string()),
        ("timestamp", pa.timestamp("us")),
        ("file", pa.string()),
        ("row", pa.int64()),
    ]
)
_ORIGINS_DDL = Sql(f"MAP(VARCHAR, {_PLACE_DDL})")
_ORDER_DDL = {
    "_epoch": "BIGINT",
    "_sequence": "VARCHAR",
    "_timestamp": "TIMESTAMP",
    "_file": "VARCHAR",
    "_row": "BIGINT",
}

EVENT_SCHEMA = pa.schema([*EVENT_FIELDS, pa.field("_position", pa.int64())])


def log_schema(contract: Contract) -> pa.Schema:
    """The schema of a table's change log."""
    return pa.schema([*contract.arrow_schema, *EVENT_SCHEMA])


def base_schema(contract: Contract) -> pa.Schema:
    """The schema of a table's base: state rows and the watermark they were folded to."""
    return pa.schema(
        [
            *contract.arrow_schema,
            pa.field("_op", pa.string()),
            *(field for field in EVENT_FIELDS if field.name in ORDER),
            pa.field("_origins", pa.map_(pa.string(), _PLACE_ARROW)),
            pa.field("_position", pa.int64()),
        ]
    )


def state_columns(contract: Contract) -> Sql:
    """The columns of a state row, in order."""
    return names([*(c.name for c in contract.columns), "_op", *ORDER, "_origins"])


def state_ddl(contract: Contract) -> Sql:
    """Column definitions of a table of state rows."""
    own = [
        compose("{column} {kind}", column=name(c.name), kind=Sql(c.type.duckdb))
        for c in contract.columns
    ]
    order = [Sql(f"{column} {_ORDER_DDL[column]}") for column in ORDER]
    return joined([*own, Sql("_op VARCHAR"), *order, compose("_origins {kind}", kind=_ORIGINS_DDL)])


def events_as_state(contract: Contract, events: Sql) -> Sql:
    """State rows of single events, from a relation of log rows."""
    return compose(
        "SELECT {columns}, _op, {order}, CASE WHEN len(_absent) > 0 THEN"
        " map(_absent, list_transform(_absent, lambda c: NULL::{place})) END AS _origins"
        " FROM ({events})",
        columns=names(c.name for c in contract.columns),
        order=names(ORDER),
        place=Sql(_PLACE_DDL),
        events=events,
    )


def fold(contract: Contract, rows: Sql, *, torn: bool) -> Sql:
    """State of each key, from a relation of state rows (any number for a key).

    `torn` says whether a repeated key has a row that lacks a column (`repetition`); when none has,
    the statement is much quicker to plan. Rows of keys that occur once pass straight through, so a
    first load sorts nothing.
    """
    branches = [*_whole(contract)]
    if torn:
        branches.append(_merged(contract))
    return compose(
        "WITH entry AS NOT MATERIALIZED ({rows}),"
        " repeated AS MATERIALIZED (SELECT {key}, bool_or(_origins IS NOT NULL) AS torn FROM entry"
        "  GROUP BY {key} HAVING count(*) > 1)"
        " {branches}",
        rows=rows,
        key=names(contract.key),
        branches=joined((compose("({b})", b=branch) for branch in branches), " UNION ALL "),
    )


def winners(contract: Contract, rows: Sql) -> Sql:
    """Which of a few whole state rows a fold keeps: their `_n`, and whether any row is `torn`.

    The rows need the key, the order, `_origins` and `_n` alone. Torn rows must be folded whole.
    """
    return compose(
        "SELECT _n, bool_or(_origins IS NOT NULL) OVER () AS torn FROM ({rows}) {last}",
        rows=rows,
        last=_last(contract),
    )


def repetition(contract: Contract, rows: Sql) -> Sql:
    """How many keys of a relation of state rows occur more than once, and whether any of those
    has a row that lacks a column of its own event."""
    return compose(
        "SELECT count(*), coalesce(bool_or(torn), false) FROM ("
        "SELECT bool_or(_origins IS NOT NULL) AS torn FROM ({rows})"
        " GROUP BY {key} HAVING count(*) > 1)",
        rows=rows,
        key=names(contract.key),
    )


def _whole(contract: Contract) -> tuple[Sql, Sql]:
    """The only row of a key, and the last row of keys that have several, all whole."""
    columns, key = state_columns(contract), names(contract.key)
    only = compose(
        "SELECT {columns} FROM entry ANTI JOIN repeated USING ({key})", columns=columns, key=key
    )
    last = compose(
        "SELECT {columns} FROM entry"
        " SEMI JOIN (SELECT {key} FROM repeated WHERE NOT torn) AS whole USING ({key}) {last}",
        columns=columns,
        key=key,
        last=_last(contract),
    )
    return only, last


def _last(contract: Contract) -> Sql:
    """Keeps the row of each key that is last in the order."""
    return compose(
        "QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1",
        key=names(contract.key),
        order=joined(compose("{column} DESC", column=name(column)) for column in ORDER),
    )


def _merged(contract: Contract) -> Sql:
    """Keys with a partial row: each column from the last event that had it."""
    others = [c.name for c in contract.columns if c.name not in contract.key]
    held = [
        compose(
            "max({{'place': {place}, 'value': CASE WHEN _op <> 'D' THEN {column} END}})"
            " FILTER ({place} IS NOT NULL) AS {held}",
            place=_place_of(column),
            column=name(column),
            held=name("held_" + column),
        )
        for column in others
    ]
    values = [
        name(c.name)
        if c.name in contract.key
        else compose("{held}.value AS {column}", held=name("held_" + c.name), column=name(c.name))
        for c in contract.columns
    ]
    origins = [
        compose(
            "{{'column': {label}, 'place': {held}.place}}",
            label=text(column),
            held=name("held_" + column),
        )
        for column in others
    ]
    return compose(
        "SELECT {values}, last.op AS _op, {order}, CASE WHEN len(strangers) > 0 THEN"
        " map(list_transform(strangers, lambda s: s.column),"
        " list_transform(strangers, lambda s: s.place)) END AS _origins"
        " FROM (SELECT *, list_filter([{origins}],"
        "  lambda s: s.place IS DISTINCT FROM last.place) AS strangers"
        " FROM (SELECT {key}, max({{'place': {place}, 'op': _op}}) AS last{held} FROM entry"
        " SEMI JOIN (SELECT {key} FROM repeated WHERE torn) AS torn USING ({key})"
        " GROUP BY {key}))",
        values=joined(values),
        order=joined(
            compose(
                "last.place.{part} AS {column}",
                part=name(column.removeprefix("_")),
                column=name(column),
            )
            for column in ORDER
        ),
        origins=joined(origins) if origins else _no_origins(),
        key=names(contract.key),
        place=compose(_PLACE),
        held=joined([Sql(""), *held]),
    )


def _no_origins() -> Sql:
    return compose('NULL::STRUCT("column" VARCHAR, place {place})', place=Sql(_PLACE_DDL))


def _place_of(column: str) -> Sql:
    """Where a row's value of a column stands in the order; NULL when it never had one."""
    return compose(
        "CASE WHEN _origins IS NOT NULL AND map_contains(_origins, {label})"
        " THEN _origins[{label}] ELSE {place} END",
        label=text(column),
        place=compose(_PLACE),
    )
