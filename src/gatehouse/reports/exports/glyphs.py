"""Which characters can be printed, and what stands for those that cannot."""

import re
import unicodedata

LONGEST_WORD = 22
"""Letters after which a word may be broken, so that none runs into the next column."""

NO_GLYPH = "?"

_MAY_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s\-]{{{LONGEST_WORD}}}(?=[^\s\-])")  # a hyphen may break
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u017f\u0192\u0218-\u021b\u1e80-\u1e85\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac"
    "\u2190-\u2193\u2212]"
)


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


def printable_cell(text: str) -> str:
    """`text` printable, with a place to break in words that no column could hold."""
    shown = printable(text)
    return _LONG_WORD.sub(rf"\g<0>{_MAY_BREAK}", shown) if len(shown) > LONGEST_WORD else shown
