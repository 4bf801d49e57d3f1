"""What a list may disclose (R-SEC)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.access import (
    Disclosure,
    DisclosureError,
    DisclosureRules,
    Policy,
    Rule,
    is_working_day,
    working_day_after,
)

MONDAY = date(2026, 3, 2)
THURSDAY = date(2026, 4, 2)  # before Good Friday and Easter Monday
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


def _on(days: int, *, general: bool = False) -> Disclosure:
    return Disclosure.for_view(MONDAY + timedelta(days=days), MONDAY, general)


@pytest.mark.parametrize(
    ("kind", "yesterday", "today", "tomorrow"),
    [
        ("court", True, True, False),
        ("transfer", False, True, False),
        ("release", True, True, False),
        ("temporary absence", True, True, True),
        ("activity", True, True, True),
    ],
)
def test_r_sec_1_what_is_shown_by_day(
    kind: str, yesterday: bool, today: bool, tomorrow: bool
) -> None:
    assert [_on(days).shows(kind) for days in (-1, 0, 1)] == [yesterday, today, tomorrow]


def test_r_sec_1_a_list_can_say_what_it_withholds() -> None:
    assert _on(1).withheld_kinds() == ("court", "release", "transfer")
    assert _on(0).withheld_kinds() == ()


def test_r_sec_1_a_transfer_is_one_word_without_its_destination() -> None:
    assert _on(0).summary("transfer", "Transfer to Leeds (HMP)") == "Transfer"
    assert _on(0).location("transfer", "Leeds (HMP)") == ""
    assert _on(0).summary("court", "Court hearing") == "Court hearing"
    assert _on(0).location("visit", "Visits hall") == "Visits hall"


def test_r_sec_3_the_general_view_masks_names_numbers_alerts_and_ticks() -> None:
    general = _on(1, general=True)
    assert general.first_name("Robert") == "R"
    assert general.number("A1234BC") == "***34BC"
    assert not general.shows_alerts
    assert not general.shows_ticks
    assert not general.prints_alert("HA", "H")


def test_r_sec_3_the_staff_view_masks_nothing() -> None:
    staff = _on(1)
    assert (staff.first_name("Robert"), staff.number("A1234BC")) == ("Robert", "A1234BC")
    assert staff.shows_alerts
    assert staff.shows_ticks


def test_r_sec_3_the_general_view_is_offered_within_two_working_days() -> None:
    assert [_on(days).general_offered for days in range(-1, 4)] == [False, False, True, True, False]
    friday = date(2026, 3, 6)
    assert Disclosure.for_view(date(2026, 3, 10), friday, general=True).general_offered
    for day in (-1, 0, 3):
        with pytest.raises(DisclosureError, match="for a day after today and no later than 4"):
            _on(day, general=True)


def test_r_sec_3_a_list_may_be_printed_no_more_than_two_working_days_ahead() -> None:
    assert [_on(days).may_print for days in (-7, 0, 2, 3)] == [True, True, True, False]


def test_bank_holidays_are_not_worked() -> None:
    assert working_day_after(THURSDAY, 2) == date(2026, 4, 6)
    assert working_day_after(THURSDAY, 2, EASTER) == date(2026, 4, 8)
    tuesday = date(2026, 4, 7)
    assert Disclosure.for_view(tuesday, THURSDAY, general=True, holidays=EASTER).general


def test_r_sec_4_alerts_not_to_be_shared_are_never_printed() -> None:
    assert not _on(0).prints_alert("NEW1", "D")
    for code in ("DOCGM", "DCDO", "DCEO"):
        assert not _on(0).prints_alert(code)
    assert _on(0).prints_alert("HA", "H")


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 30))
def test_a_working_day_after_is_worked_and_counted(day: date, count: int) -> None:
    last = working_day_after(day, count)
    between = [day + timedelta(days=n + 1) for n in range((last - day).days)]
    assert sum(is_working_day(d) for d in between) == count
    assert count == 0 or is_working_day(last)


def _rules(**settings: object) -> DisclosureRules:
    return DisclosureRules.of([Policy("d", "disclosure", (Rule("permit"),), settings=settings)])


def test_a_product_says_its_own_rules_and_keeps_the_rest() -> None:
    rules = _rules(
        withheld={"visit": "after today"},
        onlyAs={"court": "Out"},
        printAhead=5,
        unprintedAlertTypes=["S"],
        maskedCharacters=5,
    )
    tomorrow = Disclosure.for_view(MONDAY + timedelta(days=1), MONDAY, general=True, rules=rules)
    assert not tomorrow.shows("visit")
    assert not tomorrow.shows("court")
    assert tomorrow.summary("court", "Court hearing") == "Out"
    assert tomorrow.number("A1234BC") == "*****BC"
    assert tomorrow.last_printable == date(2026, 3, 9)
    assert rules.unprinted_alert_types == {"D", "S"}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"withheld": {"court": "sometimes"}}, "'after today' or 'unless today'"),
        ({"withheld": ["court"]}, "words by kind"),
        ({"printAhead": "two"}, "whole number"),
        ({"unprintedAlerts": "HA"}, "list of codes"),
        ({"hide": True}, "hide not known"),
    ],
)
def test_a_rule_that_is_not_understood_is_an_error(settings: dict[str, object], says: str) -> None:
    with pytest.raises(DisclosureError, match=says):
        _rules(**settings)
