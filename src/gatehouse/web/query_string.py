"""Reading an address value by value; what cannot be used is gathered and told all at once."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from gatehouse.web.faults import BadChoiceError, BadValue

DAYS_AHEAD = 60
LONGEST_TEXT = 100
_PRISON = re.compile(r"[A-Z0-9]{2,6}")
_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Query(Protocol):
    """The query string, as Starlette gives it."""

    def get(self, key: str, default: str, /) -> str:
        """The last value of a key."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of a key."""


class Values:
    """The values of one address. After reading, call `finish`."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._bad: list[BadValue] = []

    def prison(self, fallback: str) -> str:
        """The prison's id; the fallback when none is named."""
        text = self._query.get("prison", "").upper() or fallback
        if not _PRISON.fullmatch(text):
            self.refuse("the prison", text, "Choose a prison, or use an id such as MDI.")
        return text

    def day(self, today: date) -> date:
        """today, tomorrow or a day written 2026-11-24, from today to 60 days ahead."""
        last = today + timedelta(days=DAYS_AHEAD)

        def parse(text: str) -> date:
            named = {"today": today, "tomorrow": today + timedelta(days=1)}
            day = named[text] if text in named else date.fromisoformat(text)
            if not today <= day <= last:
                raise ValueError(text)
            return day

        right = f"Use a day from today to {last}, written like {today}."
        return self._read("date", "the date", parse, today, right)

    def choice(self, key: str, name: str, default: _E) -> _E:
        """One value of an enumeration, in any case of letters."""
        kind = type(default)
        allowed = {item.value.casefold(): item for item in kind}
        right = f"Use one of: {', '.join(item.value for item in kind)}."
        return self._read(key, name, lambda text: allowed[text.casefold()], default, right)

    def flag(self, key: str, name: str, *, default: bool) -> bool:
        """yes or no."""
        answers = {"yes": True, "no": False}
        return self._read(key, name, lambda text: answers[text], default, "Use yes or no.")

    def texts(self, key: str, name: str) -> frozenset[str]:
        """Any number of short texts; empty ones do not count."""
        return frozenset(
            self._short(name, text) for text in self._query.getlist(key) if text.strip()
        )

    def text(self, key: str, name: str) -> str:
        """One short text, empty when absent."""
        return self._short(name, self._query.get(key, "").strip())

    def refuse(self, name: str, value: str, right: str) -> None:
        """Note a value that cannot be used."""
        self._bad.append(BadValue(name, value, right))

    def finish(self) -> None:
        """Raise `BadChoiceError` with everything noted."""
        if self._bad:
            raise BadChoiceError(tuple(self._bad))

    def _read(self, key: str, name: str, parse: Callable[[str], _T], default: _T, right: str) -> _T:
        text = self._query.get(key, "")
        if not text:
            return default
        try:
            return parse(text)
        except (ValueError, KeyError):
            self.refuse(name, text, right)
            return default

    def _short(self, name: str, text: str) -> str:
        if len(text) > LONGEST_TEXT or not text.isprintable():
            self.refuse(name, text, f"Use at most {LONGEST_TEXT} ordinary characters.")
        return text
