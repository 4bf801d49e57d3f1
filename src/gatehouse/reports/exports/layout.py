"""How a sheet lies on A4: which way round, and how its columns share the width."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gatehouse.reports.exports.glyphs import LONGEST_WORD, letter_points
from gatehouse.reports.exports.words import cell_words
from gatehouse.reports.sheet import ColumnKind, Sheet, SheetColumn

PORTRAIT_POINTS, LANDSCAPE_POINTS = 527.2, 773.8
"""Room across the page between the margins of the template."""

PORTRAIT_CHARACTERS = 125
"""Characters of a row that lie well across A4 upright at the size the template sets."""

_TICK_CHARACTERS, _GAP = 6, 2
_MOST_CHARACTERS = 30  # longer text wraps without looking bad
_TICK_POINTS, _INSET_POINTS = 14.0, 8.0
_LONGEST_POINTS = LONGEST_WORD * 5.8
_WORD_END = re.compile(r"[\s\-/]+(?=[^\d])|\s+")  # a line may end after a hyphen, not in 1-2-014
_ALIGN = {ColumnKind.NUMBER: "right", ColumnKind.TICK: "center"}


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's direction, and each column's width in points."""

    landscape: bool
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Need:
    """What one column needs: `least` for its longest word, `most` so that no line wraps."""

    weight: float
    least: float
    most: float
    characters: int


def layout_of(sheet: Sheet) -> Layout:
    """Lay out `sheet`: landscape when its columns need that.

    Columns share the width by weight, but none gets less than its longest word takes, so a cell
    number or a prison number is never broken (`printable_cell` breaks words too long for any
    column), and none more than its longest line takes while another could use it.
    """
    needs = [_need(sheet, index, column) for index, column in enumerate(sheet.columns)]
    landscape = sum(need.characters for need in needs) > PORTRAIT_CHARACTERS
    room = LANDSCAPE_POINTS if landscape else PORTRAIT_POINTS
    return Layout(landscape, tuple(_shared(room, needs)))


def aligns(sheet: Sheet) -> list[str]:
    """Numbers to the right, boxes in the middle, all else to the left."""
    return [_ALIGN.get(column.kind, "left") for column in sheet.columns]


def _shared(room: float, needs: Sequence[_Need]) -> list[float]:
    """Share `room` by weight, with every column held between its least and its most.

    Columns that the share would leave outside their bounds are held there, those on the side that
    weighs more first, and the others share what is left: as flexible boxes do in CSS.
    """
    least, most = sum(need.least for need in needs), sum(need.most for need in needs)
    if least >= room:
        return [need.least * room / least for need in needs]
    if most <= room:
        return [need.most * room / most for need in needs]
    held: dict[int, float] = {}
    while True:
        free = [index for index in range(len(needs)) if index not in held]
        weight = sum(needs[index].weight for index in free) or 1.0
        unit = (room - sum(held.values())) / weight
        wanted = {index: needs[index].weight * unit for index in free}
        within = {index: _within(needs[index], width) for index, width in wanted.items()}
        excess = sum(within.values()) - sum(wanted.values())
        outside = {i: w for i, w in within.items() if (w - wanted[i]) * (excess or 1.0) > 0}
        if not outside:
            return [(held | within)[index] for index in range(len(needs))]
        held |= outside


def _within(need: _Need, width: float) -> float:
    return min(max(width, need.least), need.most)


def _need(sheet: Sheet, index: int, column: SheetColumn) -> _Need:
    heading = max(map(_points, column.heading.split()), default=0.0)
    if column.kind is ColumnKind.TICK:
        width = max(_TICK_POINTS, heading) + _INSET_POINTS
        return _Need(column.weight, width, width, _TICK_CHARACTERS)
    texts = [cell_words(row[index]) for section in sheet.sections for row in section.rows]
    lines = {line for text in set(texts) for line in text.split("\n")}
    words = {word for line in lines for word in _WORD_END.split(line)}
    longest = min(max(map(_points, words), default=0.0), _LONGEST_POINTS)
    least = max(heading, longest, _TICK_POINTS)
    most = max(least, *map(_points, lines)) if lines else least
    characters = min(_MOST_CHARACTERS, _typical(texts)) + _GAP
    return _Need(column.weight, least + _INSET_POINTS, most + _INSET_POINTS, characters)


def _points(word: str) -> float:
    return sum(map(letter_points, word))


def _typical(texts: Sequence[str]) -> int:
    """The length that nine of ten lines keep within."""
    lengths = sorted(max(map(len, text.split("\n"))) for text in texts)
    return lengths[len(lengths) * 9 // 10] if lengths else 0
