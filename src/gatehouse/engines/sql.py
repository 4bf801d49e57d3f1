"""Composing the platform's own SQL from parts that cannot carry a value in.

A template is written in the code; what goes into it is a quoted name or SQL composed here, never
a plain string. Values are bound by the engine.

    compose("SELECT {columns} FROM {table} WHERE {key} = $key",
            columns=names(["a", "b"]), table=name("nomis", "offenders"), key=name("a"))
"""

from collections.abc import Iterable
from typing import LiteralString


class Sql(str):
    """SQL made by this module; a plain string is not accepted in its place."""

    __slots__ = ()


def name(*parts: str) -> Sql:
    """A quoted identifier, dotted when it has several parts."""
    return Sql(".".join('"' + part.replace('"', '""') + '"' for part in parts))


def names(identifiers: Iterable[str], prefix: str = "") -> Sql:
    """Quoted identifiers separated by commas, each with the table alias `prefix` if given."""
    return joined(name(prefix, one) if prefix else name(one) for one in identifiers)


def text(value: str) -> Sql:
    """A string constant for the few places that take no parameter, such as a column's label."""
    return Sql("'" + value.replace("'", "''") + "'")


def joined(parts: Iterable[Sql], by: LiteralString = ", ") -> Sql:
    """Parts put together with a separator."""
    return Sql(by.join(parts))


def compose(template: LiteralString, **parts: Sql) -> Sql:
    """Fill a template; `TypeError` when a part was not made by this module."""
    for label, part in parts.items():
        if not isinstance(part, Sql):
            raise TypeError(
                f"{label} is a {type(part).__name__}; wrap a name in name() and bind a value"
            )
    return Sql(template.format(**parts))
