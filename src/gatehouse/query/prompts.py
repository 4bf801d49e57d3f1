"""Prompts: values a person gives, made the type the dataset declares. Bound, never pasted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from gatehouse.definitions import Dataset, FieldType, Parameter
from gatehouse.query.errors import PromptError

DUCKDB_TYPES: Mapping[FieldType, str] = {
    FieldType.NULL: "VARCHAR",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.INT: "INTEGER",
    FieldType.LONG: "BIGINT",
    FieldType.FLOAT: "FLOAT",
    FieldType.DOUBLE: "DOUBLE",
    FieldType.BYTES: "BLOB",
    FieldType.STRING: "VARCHAR",
    FieldType.DATE: "DATE",
    FieldType.TIME: "TIME",
    FieldType.DATETIME: "TIMESTAMP",
    FieldType.TIMESTAMP: "TIMESTAMP",
}


def typed_prompts(dataset: Dataset, given: Mapping[str, object]) -> dict[str, object]:
    """A value for every declared prompt, by lower-case name; None where not given.

    Text is read as the declared type. Raises `PromptError` for a prompt that is not declared, a
    mandatory one without a value, and a value that is not of its type.
    """
    values = {name.lower(): value for name, value in given.items()}
    declared = {parameter.name.lower(): parameter for parameter in dataset.parameters}
    for name in values:
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise PromptError(f"{dataset.id}: no prompt is named {name}; there are: {known}")
    return {
        name: _value(dataset, parameter, values.get(name)) for name, parameter in declared.items()
    }


def _value(dataset: Dataset, parameter: Parameter, given: object) -> object:
    value = parameter.default if given in (None, "") else given
    if value in (None, ""):
        if parameter.mandatory:
            label = parameter.display or parameter.name
            raise PromptError(f"{dataset.id}: {label} is needed; give a value")
        return None
    try:
        return _READERS[parameter.type](value)
    except (ValueError, TypeError):
        label = parameter.display or parameter.name
        right = _RIGHT.get(parameter.type, "text")
        raise PromptError(f"{dataset.id}: {label} must be {right}") from None


def _text(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    raise TypeError


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return float(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _text(value).lower()
    if word not in ("true", "false"):
        raise ValueError
    return word == "true"


def _day(value: object) -> date:
    if isinstance(value, datetime):
        raise TypeError
    return value if isinstance(value, date) else date.fromisoformat(_text(value))


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
    if moment.tzinfo is not None:
        raise ValueError
    return moment


def _clock(value: object) -> time:
    return value if isinstance(value, time) else time.fromisoformat(_text(value))


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    raise TypeError


_READERS: Mapping[FieldType, Callable[[object], object]] = {
    FieldType.NULL: _text,
    FieldType.BOOLEAN: _flag,
    FieldType.INT: _whole,
    FieldType.LONG: _whole,
    FieldType.FLOAT: _number,
    FieldType.DOUBLE: _number,
    FieldType.BYTES: _bytes,
    FieldType.STRING: _text,
    FieldType.DATE: _day,
    FieldType.TIME: _clock,
    FieldType.DATETIME: _moment,
    FieldType.TIMESTAMP: _moment,
}
_RIGHT: Mapping[FieldType, str] = {
    FieldType.BOOLEAN: "true or false",
    FieldType.INT: "a whole number",
    FieldType.LONG: "a whole number",
    FieldType.FLOAT: "a number",
    FieldType.DOUBLE: "a number",
    FieldType.BYTES: "bytes",
    FieldType.DATE: "a date such as 2026-03-02",
    FieldType.TIME: "a time such as 08:30",
    FieldType.DATETIME: "a local date and time such as 2026-03-02T08:30",
    FieldType.TIMESTAMP: "a local date and time such as 2026-03-02T08:30",
}
