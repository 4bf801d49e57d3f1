"""How a sheet lies on A4: which way round, how columns share the width, what can be printed."""

import re
import unicodedata

from gatehouse.reports.exports.words import cell_words
from gatehouse.reports.sheet import ColumnKind, Sheet, SheetColumn

PORTRAIT_CHARACTERS = 130
"""Characters of a row that lie well across A4 upright at the size the template sets."""

PORTRAIT_POINTS, LANDSCAPE_POINTS = 527.2, 773.8
"""Room across the page between the margins of the template."""

LONGEST_WORD = 22
"""Letters after which a word may be broken, so that none runs into the next column."""

_TICK_CHARACTERS, _GAP = 6, 2
_MOST_CHARACTERS = 30  # longer text wraps without looking bad
_WIDE = frozenset("ABCDEFGHJKLMNOPQRSTUVWXYZmw@%&—…")
_WIDE_POINTS, _NARROW_POINTS = 7.6, 5.4  # of Libertinus Serif at 10.5 points, generously
_TICK_POINTS, _INSET_POINTS = 14.0, 8.0
_LONGEST_POINTS = LONGEST_WORD * 5.5
_MAY_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s\-]{{{LONGEST_WORD}}}(?=[^\s\-])")  # a hyphen may break
_WORD_END = re.compile(r"[\s\-/]+(?=[^\d])|\s+")  # a line may end after a hyphen, not in 1-2-014
_ALIGN = {ColumnKind.NUMBER: "right", ColumnKind.TICK: "center"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u017f\u0192\u0218-\u021b\u1e80-\u1e85\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac"
    "\u2190-\u2193\u2212]"
)
NO_GLYPH = "?"


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


def aligns(sheet: Sheet) -> list[str]:
    """Numbers to the right, boxes in the middle, all else to the left."""
    return [_ALIGN.get(column.kind, "left") for column in sheet.columns]


def is_landscape(sheet: Sheet) -> bool:
    """Whether the columns need the width of A4 on its side."""
    typical = sum(
        _TICK_CHARACTERS
        if column.kind is ColumnKind.TICK
        else min(_MOST_CHARACTERS, _typical(_texts(sheet, index))) + _GAP
        for index, column in enumerate(sheet.columns)
    )
    return typical > PORTRAIT_CHARACTERS


def widths(sheet: Sheet) -> list[float]:
    """Each column's width in points: its share by weight, but never less than its longest word.

    A cell number or a prison number is therefore never broken; words too long for any column are
    broken by `printable_cell`.
    """
    room = _room(sheet)
    least = [_least(sheet, index, column) for index, column in enumerate(sheet.columns)]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    return _share(room, [column.weight for column in sheet.columns], least)


def printable_cell(text: str) -> str:
    """`text` printable, with a place to break in words that no column could hold."""
    shown = printable(text)
    return _LONG_WORD.sub(rf"\g<0>{_MAY_BREAK}", shown) if len(shown) > LONGEST_WORD else shown


def _share(room: float, weights: list[float], least: list[float]) -> list[float]:
    """Share `room` by weight; columns that would be too narrow take their least first."""
    narrow: set[int] = set()
    while True:
        left = room - sum(least[i] for i in narrow)
        weight = sum(w for i, w in enumerate(weights) if i not in narrow)
        share = left / weight if weight else 0.0
        more = {i for i, w in enumerate(weights) if i not in narrow and w * share < least[i]}
        if not more:
            return [least[i] if i in narrow else w * share for i, w in enumerate(weights)]
        narrow |= more


def _room(sheet: Sheet) -> float:
    return LANDSCAPE_POINTS if is_landscape(sheet) else PORTRAIT_POINTS


def _least(sheet: Sheet, index: int, column: SheetColumn) -> float:
    """The points that the longest word of a column takes."""
    words = column.heading.split()
    if column.kind is not ColumnKind.TICK:
        words += [word for text in _texts(sheet, index) for word in _WORD_END.split(text)]
    longest = max(map(_points, words), default=0.0)
    return max(_TICK_POINTS, min(longest, _LONGEST_POINTS)) + _INSET_POINTS


def _points(word: str) -> float:
    return sum(_WIDE_POINTS if letter in _WIDE else _NARROW_POINTS for letter in word)


def _texts(sheet: Sheet, index: int) -> list[str]:
    return [cell_words(row[index]) for section in sheet.sections for row in section.rows]


def _typical(texts: list[str]) -> int:
    """The length that nine of ten lines keep within."""
    lengths = sorted(max(map(len, text.split("\n")), default=0) for text in texts)
    return lengths[len(lengths) * 9 // 10] if lengths else 0
