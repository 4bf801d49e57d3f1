"""Which characters can be printed, how wide they are, and what stands for those that cannot."""

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 22
"""Letters after which a word may be broken, so that none runs into the next column."""

NO_GLYPH = "?"

_MAY_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s\-]{{{LONGEST_WORD}}}(?=[^\s\-])")  # a hyphen may break
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u024f\u0300-\u036f\u1e00-\u1eff"  # Latin, and accents on their own
    "\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u052f"  # Greek and Cyrillic
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac"
    "\u2190-\u2193\u2212]"
)

_CLASSES = (
    ("'|ijlIft!,./:;[]()-`r{} ", 4.0),
    ('"*Jcksvxyz', 5.6),
    ("^abdeghnopqu0123456789?L#$_+<=>~", 6.2),
    ("FTZABEKPSVXY&", 7.3),
    ("CDHNRUGOQw", 7.8),
    ("MmW%@—…ÆŒæœ", 10.2),
)
_WIDTHS = {letter: points for letters, points in _CLASSES for letter in letters}
_OTHER = 9.0


def printable(text: str) -> str:
    """`text` with each character that the print fonts lack replaced.

    An accessible PDF may hold no missing glyph. A letter with an unusual accent keeps its base
    letter; anything else becomes a question mark, which is visible and never silently dropped.
    """
    if text.isascii() and text.isprintable():
        return text
    cleaned = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return _UNPRINTABLE.sub(_nearest, cleaned)


def _nearest(found: re.Match[str]) -> str:
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", found.group())
        if not unicodedata.combining(letter) and not _UNPRINTABLE.match(letter)
    )
    return kept or NO_GLYPH


@lru_cache(maxsize=4096)
def letter_points(letter: str) -> float:
    """The width of a printed character in points, of Arimo at the size of the template.

    It is that of bold letters, which are a little wider, so that headings fit too.
    """
    parts = [letter] if letter in _WIDTHS else unicodedata.normalize("NFKD", letter)
    return sum(_WIDTHS.get(part, _OTHER) for part in parts if not unicodedata.combining(part))


def printable_cell(text: str) -> str:
    """`text` printable, with a place to break in words that no column could hold."""
    shown = printable(text)
    return _LONG_WORD.sub(rf"\g<0>{_MAY_BREAK}", shown) if len(shown) > LONGEST_WORD else shown
