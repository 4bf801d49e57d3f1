"""The page: columns fill it, and hold their words."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.reports.exports.glyphs import LONGEST_WORD, printable_cell
from gatehouse.reports.exports.layout import LANDSCAPE_POINTS, PORTRAIT_POINTS, layout_of
from gatehouse.reports.sheet import ColumnKind, SheetColumn, SheetSection
from tests.support.paper import unlock_sample

columns = st.builds(
    SheetColumn,
    heading=st.text(max_size=30),
    kind=st.sampled_from([ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.TICK]),
    weight=st.floats(0.1, 10),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_columns_fill_the_page_whatever_is_in_them(data: st.DataObject) -> None:
    chosen = tuple(data.draw(st.lists(columns, min_size=1, max_size=10)))
    row = st.tuples(*[st.text(max_size=60) for _ in chosen])
    rows = tuple(data.draw(st.lists(row, max_size=4)))
    layout = layout_of(
        dataclasses.replace(unlock_sample(0), columns=chosen, sections=(SheetSection("", rows),))
    )
    room = LANDSCAPE_POINTS if layout.landscape else PORTRAIT_POINTS
    assert sum(layout.widths) == pytest.approx(room)
    assert all(width > 0 for width in layout.widths)


def test_a_column_that_needs_less_than_its_share_leaves_it_to_the_others() -> None:
    sheet = dataclasses.replace(
        unlock_sample(0),
        columns=(SheetColumn("Cat", weight=5), SheetColumn("On", weight=1)),
        sections=(SheetSection("", (("C", "Woodwork in Workshop 4 " * 20),)),),
    )
    short, long = layout_of(sheet).widths
    assert short < 40
    assert long > 400


@given(st.text(alphabet="ab- ", max_size=80))
def test_only_words_too_long_for_a_column_may_be_broken(text: str) -> None:
    shown = printable_cell(text)
    assert shown.replace("\u200b", "") == text
    assert max(map(len, shown.replace("\u200b", " ").replace("-", " ").split()), default=0) <= (
        LONGEST_WORD
    )
    if all(len(word) <= LONGEST_WORD for word in text.split()):
        assert shown == text
