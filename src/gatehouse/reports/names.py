"""People's names and sentences as a person would write them."""

import re
from collections.abc import Sequence
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]+")
_TITLED = 2


@lru_cache(maxsize=65536)
def proper_name(name: str | None) -> str:
    """A name kept in capitals, in mixed case: O'BRIEN-SMITH is O'Brien-Smith."""
    if not name or not name.strip():
        return "Not recorded"
    return _LETTERS.sub(lambda run: run[0].capitalize(), name.strip())


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: "court, release and transfer"."""
    if len(words) < _TITLED:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def people(count: int) -> str:
    """A count of people: "1 person", "12 people"."""
    return f"{count:,} {'person' if count == 1 else 'people'}"
