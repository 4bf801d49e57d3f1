"""Wing groups take in every active cell once, or are not used at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.operations.settings import WingGroup
from gatehouse.operations.wing_groups import Location, lay_groups

CELLS = (
    Location(1, "MDI", "MDI-1", is_cell=False),
    Location(2, "MDI", "MDI-1-1", is_cell=False),
    Location(3, "MDI", "MDI-1-1-001", is_cell=True),
    Location(4, "MDI", "MDI-10", is_cell=False),
    Location(5, "MDI", "MDI-10-1-001", is_cell=True),
    Location(6, "LEI", "LEI-A-1-01", is_cell=True),
)
PLACES = ("1", "10", "1-1", "1-1-001", "SEG", "")
ONE = WingGroup("MDI", "House block 1", ("1",))
TEN = WingGroup("MDI", "House block 10", ("10",))


def test_each_cell_is_laid_in_its_group_and_1_does_not_take_in_10() -> None:
    table, faults = lay_groups([ONE, TEN], CELLS)
    assert faults == ()
    assert {(r["group_name"], r["internal_location_id"]) for r in table.to_pylist()} == {
        ("House block 1", 3),
        ("House block 10", 5),
    }


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ([ONE], "cell MDI-10-1-001 is in no group"),
        ([ONE, TEN, WingGroup("MDI", "Twos", ("1-1",))], "is in House block 1 and Twos"),
        ([ONE, TEN, WingGroup("MDI", "SEG", ("SEG",))], "there is no active location SEG"),
    ],
)
def test_a_prison_whose_groups_do_not_fit_has_none(groups: list[WingGroup], says: str) -> None:
    table, faults = lay_groups(groups, CELLS)
    assert table.num_rows == 0
    assert any(says in fault.problem for fault in faults)
    assert {fault.prison_id for fault in faults} == {"MDI"}


@pytest.mark.parametrize(
    "place",
    [
        "SEG\u200c-1",  # an invisible character, so that it is like no cell
        "[ABCDEFGHIJKP]-.+",  # a pattern where a location is meant
        "1-",
        "",
    ],
)
def test_a_group_that_can_take_in_nobody_is_a_fault_and_loses_nobody(place: str) -> None:
    table, faults = lay_groups([ONE, TEN, WingGroup("MDI", "Segregation", (place,))], CELLS)
    assert table.num_rows == 0
    assert any("there is no active location" in fault.problem for fault in faults)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PLACES), max_size=3), max_size=4))
def test_every_active_cell_is_in_exactly_one_group_or_there_are_none(
    chosen: list[list[str]],
) -> None:
    groups = [
        WingGroup("MDI", f"Group {index}", tuple(places)) for index, places in enumerate(chosen)
    ]
    table, faults = lay_groups(groups, CELLS)
    laid = sorted(row["internal_location_id"] for row in table.to_pylist())
    assert laid == ([] if faults or not groups else [3, 5])


def test_a_fault_at_one_prison_leaves_the_other_alone() -> None:
    leeds = WingGroup("LEI", "A wing", ("A-1-01",))
    table, faults = lay_groups([ONE, leeds], CELLS)
    assert [row["prison_id"] for row in table.to_pylist()] == ["LEI"]
    assert {fault.prison_id for fault in faults} == {"MDI"}
