"""Reading a TOML document key by key, so that every fault is found and said with its place."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


class Faults:
    """What is wrong with one file, gathered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: list[str] = []

    def add(self, place: str, problem: str) -> None:
        """Note one fault at a place such as `service.port`."""
        self._lines.append(f"  {place}: {problem}")

    def __bool__(self) -> bool:
        return bool(self._lines)

    def __str__(self) -> str:
        return "\n".join([f"{self._path} cannot be used:", *self._lines])


class Table:
    """One table of the document; each reader gives a usable value even after noting a fault."""

    def __init__(self, body: dict[str, Any], name: str, faults: Faults, home: Path) -> None:
        self._body, self._name, self._faults, self._home = body, name, faults, home
        self._read: set[str] = set()

    def fault(self, key: str, problem: str) -> None:
        """Note a fault of one of this table's keys."""
        self._faults.add(f"{self._name}.{key}" if self._name else key, problem)

    def keys(self) -> Sequence[str]:
        """The keys that are written in the file."""
        return tuple(self._body)

    def table(self, key: str) -> "Table":
        """A table below this one; empty when absent."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.fault(key, f"expected a table, [{key}]")
            value = {}
        return Table(value, key, self._faults, self._home)

    def optional_table(self, key: str) -> "Table | None":
        """A table below this one, or None when it is absent."""
        return self.table(key) if key in self._body else None

    def tables(self, key: str) -> list["Table"]:
        """An array of tables, [[key]]."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, f"expected tables, each under its own [[{key}]]")
            return []
        return [
            Table(item, f"{key}[{number}]", self._faults, self._home)
            for number, item in enumerate(value, start=1)
        ]

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when there is no default."""
        return self._typed(key, str, default, "a text in quotes", "")

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts; required when there is no default."""
        value = self._typed(key, list, list(default) if default is not None else None, "a list", [])
        if not all(isinstance(item, str) for item in value):
            self.fault(key, "expected a list of texts in quotes")
            return ()
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        return self._typed(key, bool, default, "true or false", default)

    def number(self, key: str, default: int, *, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self._typed(key, int, default, "a whole number", default)
        if not low <= value <= high:
            self.fault(key, f"{value} is out of bounds; use {low} to {high}")
            return default
        return value

    def clock_time(self, key: str) -> time:
        """A time of day, written "08:30" or 08:30:00."""
        value = self._take(key, None)
        if isinstance(value, time):
            return value
        try:
            return time.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, f'{value!r} is not a time of day; write it like "08:30"')
            return time.min

    def path(self, key: str, default: Path) -> Path:
        """A path, from the file's folder when relative."""
        return self._home / self.text(key, str(default))

    def optional_path(self, key: str) -> Path | None:
        """A path, or None when the key is absent."""
        return self.path(key, self._home) if key in self._body else None

    def web_address(self, key: str, default: str | None = None) -> str:
        """The address of a web page: https, or http on this machine; "" only as a default."""
        value = self.text(key, default)
        if value and not is_safe_address(value):
            self.fault(key, f"{value!r} is not a web address; use https, like https://example.org")
        return value

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for: a misspelt setting must not pass in silence."""
        for key in sorted(set(self._body) - self._read):
            known = ", ".join(sorted(self._read))
            self.fault(key, f"is not a setting; known here: {known}")

    def _take(self, key: str, default: Any) -> Any:  # noqa: ANN401 - TOML values have any type
        self._read.add(key)
        return self._body.get(key, default)

    def _typed(self, key: str, kind: type[T], default: T | None, words: str, empty: T) -> T:
        value = self._take(key, default)
        if value is None:
            self.fault(key, f"is missing; expected {words}")
            return empty
        # A TOML boolean is a Python int too; keep them apart.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(key, f"{value!r} is not {words}")
            return empty
        return value


def is_safe_address(text: str) -> bool:
    """Whether a web address keeps what is sent from others: https, or http on this machine."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port  # reading either may find it wrong
    except ValueError:
        return False
    clean = text.isascii() and text.isprintable() and " " not in text and not parts.fragment
    return (
        clean
        and bool(host)
        and not parts.username
        and (parts.scheme == "https" or (parts.scheme == "http" and host in _OWN_MACHINE))
    )
