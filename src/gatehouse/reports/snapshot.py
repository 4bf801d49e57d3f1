"""An unlock list as bytes and back, exactly: what a sealed sheet keeps to be compared later.

The bytes are compressed JSON in the shape of the model's own fields, so that a list kept before a
field was added (with a default) can still be read. The same list always gives the same bytes.
"""

import json
import types
import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Union, get_args, get_origin, get_type_hints

from gatehouse.reports.unlock.model import UnlockList

_FORMAT = "gatehouse unlock list 1"


class SnapshotError(ValueError):
    """Bytes that are not a kept unlock list, or of a format this version does not know."""


def to_bytes(unlock: UnlockList) -> bytes:
    """Keep `unlock`; `from_bytes` gives an equal list."""
    document = {"format": _FORMAT, "list": _plain(unlock)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", errors="surrogatepass"), level=6)


def from_bytes(payload: bytes) -> UnlockList:
    """The list that `to_bytes` kept. Raises `SnapshotError`."""
    try:
        document = json.loads(zlib.decompress(payload).decode("utf-8", errors="surrogatepass"))
        if document["format"] != _FORMAT:
            raise SnapshotError(f"kept as {document['format']!r}, but {_FORMAT!r} is read here")
        unlock = _typed(document["list"], UnlockList)
    except (zlib.error, ValueError, KeyError, TypeError) as fault:
        raise SnapshotError(f"not a kept unlock list: {fault}") from fault
    if not isinstance(unlock, UnlockList):
        raise SnapshotError(f"not a kept unlock list: {type(unlock).__name__}")
    return unlock


def _plain(value: object) -> object:
    """A value of the model as JSON; sets are sorted, so equal lists are equal bytes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def _typed(value: object, kind: object) -> object:
    """JSON as a value of the model, led by the model's own annotations."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _typed(value, _not_none(kind))
    if origin in (tuple, frozenset):
        return _collection(value, kind)
    if not isinstance(kind, type):
        raise SnapshotError(f"the model has a field of {kind}, which cannot be kept")
    if is_dataclass(kind):
        return _record(value, kind)
    if issubclass(kind, StrEnum):
        return kind(str(value))
    if issubclass(kind, datetime | date | time):
        return kind.fromisoformat(str(value))
    if isinstance(value, kind) or (kind is float and isinstance(value, int)):
        return value
    raise SnapshotError(f"{value!r} should be {kind.__name__}")


def _collection(value: object, kind: object) -> object:
    if not isinstance(value, list):
        raise SnapshotError(f"{value!r} should be a list")
    arguments = get_args(kind)
    if get_origin(kind) is frozenset:
        return frozenset(_typed(item, arguments[0]) for item in value)
    if arguments[-1] is Ellipsis:
        return tuple(_typed(item, arguments[0]) for item in value)
    return tuple(_typed(item, of) for item, of in zip(value, arguments, strict=True))


def _record(value: object, kind: type) -> object:
    if not isinstance(value, dict):
        raise SnapshotError(f"{value!r} should be a {kind.__name__}")
    hints = _hints(kind)
    if unknown := sorted(set(value) - set(hints)):
        raise SnapshotError(f"{kind.__name__} has no {', '.join(unknown)}")
    return kind(**{name: _typed(item, hints[name]) for name, item in value.items()})


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


def _not_none(kind: object) -> object:
    return next(of for of in get_args(kind) if of is not type(None))
