"""One object of a definition's JSON, read key by key, that knows where in the file it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from gatehouse.definitions.model import Forgiven

_Kind = TypeVar("_Kind", bound=StrEnum)
_REFERENCE = "$ref:"


class DefinitionError(ValueError):
    """A definition cannot be read. Says which file, where in it, and what is right."""

    def __init__(self, file: Path, path: str, problem: str) -> None:
        super().__init__(f"{file.name} at {path}: {problem}")
        self.file = file
        self.path = path
        self.problem = problem


@dataclass(slots=True)
class Reading:
    """One file being read, and what was forgiven in it so far."""

    file: Path
    forgiven: list[Forgiven] = field(default_factory=list)

    def forgive(self, path: str, what: str) -> None:
        """Note something out of order that does no harm."""
        self.forgiven.append(Forgiven(path, what))

    def fault(self, path: str, problem: str) -> DefinitionError:
        """The error to raise for something that cannot be read."""
        return DefinitionError(self.file, path, problem)


class Node:
    """An object in the file. Keys that nobody asked for are forgiven by `rest`."""

    def __init__(self, value: object, path: str, reading: Reading) -> None:
        if not isinstance(value, dict):
            raise reading.fault(path, f"expected an object {{…}}, got {_kind(value)}")
        self._value: Mapping[str, object] = value
        self._asked: set[str] = set()
        self.path = path
        self.reading = reading

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self.optional_text(key)
        if found is None:
            raise self.reading.fault(self.path, f'"{key}" is missing; add a text')
        return found

    def optional_text(self, key: str) -> str | None:
        """A text, or None where it is absent or null. A number is read as text."""
        found = self.raw(key)
        if found is None or isinstance(found, str):
            return found
        if isinstance(found, int | float) and not isinstance(found, bool):
            self.reading.forgive(self._at(key), "a number where text belongs")
            return str(found)
        raise self._wrong(key, "a text", found)

    def reference(self, key: str) -> str:
        """The id something else is known by, with or without `$ref:` in front."""
        return self.text(key).removeprefix(_REFERENCE)

    def flag(self, key: str, *, quoted: bool = False) -> bool:
        """True or false; false where absent. In quotes it is forgiven, or right if `quoted`."""
        found = self.raw(key)
        if found is None:
            return False
        if isinstance(found, bool):
            return found
        if isinstance(found, str) and found.lower() in ("true", "false"):
            if not quoted:
                self.reading.forgive(self._at(key), f'"{found}" in quotes where {found} belongs')
            return found.lower() == "true"
        raise self._wrong(key, "true or false", found)

    def number(self, key: str) -> int:
        """A whole number; 0 where absent."""
        found = self.raw(key)
        if found is None:
            return 0
        if isinstance(found, int) and not isinstance(found, bool):
            return found
        if isinstance(found, str) and found.isascii() and found.isdigit():
            self.reading.forgive(self._at(key), f'"{found}" in quotes where {found} belongs')
            return int(found)
        raise self._wrong(key, "a whole number", found)

    def one_of(self, key: str, kinds: type[_Kind], otherwise: _Kind) -> _Kind:
        """One of a set of words, in any case; an unknown word is forgiven as `otherwise`."""
        word = self.text(key)
        for kind in kinds:
            if kind.value.lower() == word.lower():
                if kind.value != word:
                    self.reading.forgive(self._at(key), f'"{word}" where "{kind.value}" belongs')
                return kind
        known = ", ".join(kinds)
        self.reading.forgive(
            self._at(key), f'"{word}" is not one of {known}; read as "{otherwise.value}"'
        )
        return otherwise

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where absent."""
        found = self._list(key)
        for index, value in enumerate(found):
            if not isinstance(value, str):
                raise self._wrong(f"{key}[{index}]", "a text", value)
        return tuple(str(value) for value in found)

    def child(self, key: str) -> "Node":
        """An object that must be there."""
        if self.raw(key) is None:
            raise self.reading.fault(self.path, f'"{key}" is missing; add an object {{…}}')
        return Node(self.raw(key), self._at(key), self.reading)

    def optional_child(self, key: str) -> "Node | None":
        """An object, or None where it is absent."""
        return None if self.raw(key) is None else self.child(key)

    def children(self, key: str, *, required: bool = False) -> Iterator["Node"]:
        """A list of objects; empty where absent, unless it is required."""
        if required and self.raw(key) is None:
            raise self.reading.fault(self.path, f'"{key}" is missing; add a list […]')
        for index, value in enumerate(self._list(key)):
            yield Node(value, f"{self._at(key)}[{index}]", self.reading)

    def raw(self, key: str) -> object:
        """A value as it stands; None where absent."""
        self._asked.add(key)
        return self._value.get(key)

    def rest(self, *ignored: str) -> tuple[str, ...]:
        """The keys nobody asked for; each is forgiven, but those named are known and unused."""
        left = tuple(key for key in self._value if key not in self._asked)
        for key in left:
            if key not in ignored:
                self.reading.forgive(self._at(key), "not known here, so not read")
        return left

    def fault(self, key: str, problem: str) -> DefinitionError:
        """The error to raise about one of this object's values."""
        return self.reading.fault(self._at(key), problem)

    def _list(self, key: str) -> list[object]:
        found = self.raw(key)
        if found is None:
            return []
        if isinstance(found, list):
            return found
        raise self._wrong(key, "a list […]", found)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}"

    def _wrong(self, key: str, right: str, found: object) -> DefinitionError:
        return self.reading.fault(self._at(key), f"expected {right}, got {_kind(found)}")


def _kind(value: object) -> str:
    if value is None:
        return "nothing (null)"
    if isinstance(value, dict):
        return "an object {…}"
    if isinstance(value, list):
        return "a list […]"
    return repr(value)
