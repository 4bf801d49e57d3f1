"""Names of people and prisons, and sentences, as a person would write them."""

import re
from collections.abc import Sequence
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]+")
_TITLED = 2
_KEPT = frozenset({"HMP", "HMYOI", "HMPYOI", "YOI", "STC", "IRC"})
_SMALL = frozenset({"AND", "IN", "OF", "ON", "UNDER", "UPON"})


@lru_cache(maxsize=65536)
def proper_name(name: str | None) -> str:
    """A name kept in capitals, in mixed case: O'BRIEN-SMITH is O'Brien-Smith."""
    if not name or not name.strip():
        return "Not recorded"
    return _LETTERS.sub(lambda run: run[0].capitalize(), name.strip())


@lru_cache(maxsize=4096)
def prison_name(name: str) -> str:
    """A name kept in capitals, in mixed case: MOORLAND (HMP & YOI) is Moorland (HMP & YOI).

    One that is in mixed case already, such as a court's, is left alone, and so is a single word,
    which is the code of a prison that has no name.
    """
    return _LETTERS.sub(_word_of_prison, name) if name.isupper() and " " in name else name


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: "court, release and transfer"."""
    if len(words) < _TITLED:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def people(count: int) -> str:
    """A count of people: "1 person", "12 people"."""
    return f"{count:,} {'person' if count == 1 else 'people'}"


def _word_of_prison(run: re.Match[str]) -> str:
    word = run[0]
    if word in _KEPT:
        return word
    return word.lower() if run.start() and word in _SMALL else word.capitalize()
