"""Names as a person would write them."""

import pytest

from gatehouse.reports.names import prison_name


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("MOORLAND (HMP & YOI)", "Moorland (HMP & YOI)"),
        ("WETHERBY (HMYOI)", "Wetherby (HMYOI)"),
        ("ISLE OF WIGHT (HMP & YOI)", "Isle of Wight (HMP & YOI)"),
        ("THE MOUNT (HMP)", "The Mount (HMP)"),
        ("Leeds Crown Court", "Leeds Crown Court"),
        ("MDI", "MDI"),
    ],
)
def test_a_prison_name_is_not_shouted(kept: str, shown: str) -> None:
    assert prison_name(kept) == shown
