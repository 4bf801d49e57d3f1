"""What an officer sees, in a real browser, when data is late and when they were away too long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from .conftest import NOW, House, open_house
from .serving_house import served
from .test_in_browser import DESK, PHONE, chromium, open_page, pytestmark, sign_in, violations

__all__ = ["chromium", "pytestmark"]  # a fixture and a mark that the tests here share
LATE = "is out of date"


class Running(NamedTuple):
    house: House
    address: str


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    house = open_house(tmp_path_factory.mktemp("house"))
    with served(house) as address:
        yield Running(house, address)


@pytest.fixture
def officer(chromium: Browser, running: Running) -> Iterator[Page]:
    page = open_page(chromium, running.address, PHONE)
    sign_in(page, "Morgan Ellis")
    yield page
    page.context.close()


@pytest.mark.parametrize(
    ("path", "must_not"),
    [
        ("/unlock/list", "Do not unlock, count or release anyone by this list alone"),
        ("/unlock/print", "Do not unlock, count or release anyone by this list alone"),
        ("/roll", "Do not agree a roll or account for anyone in a fire by this alone"),
        ("/activities", "Do not"),
    ],
)
def test_more_than_15_minutes_late_is_said_before_anything_else_on_screen_and_paper(
    officer: Page, running: Running, path: str, must_not: str
) -> None:
    running.house.desk.data_as_at = NOW - timedelta(minutes=15, seconds=1)
    officer.goto(path)
    banner = officer.locator("section", has_text=LATE)
    assert must_not in banner.inner_text()
    assert "It shows 07:49 on Tuesday 24 November 2026, 15 minutes ago" in banner.inner_text()
    assert _top(officer, "section:has(h2)") < _top(officer, ".gh-count, .gh-figures")
    assert violations(officer) == []
    officer.emulate_media(media="print")
    assert banner.is_visible()
    officer.emulate_media(media="screen")


def test_15_minutes_are_not_late(officer: Page, running: Running) -> None:
    running.house.desk.data_as_at = NOW - timedelta(minutes=15)
    officer.goto("/unlock/list")
    assert officer.get_by_text(LATE).count() == 0
    assert officer.get_by_text("Up to date: 15 minutes old.").is_visible()


def test_a_page_grows_late_while_the_data_stands_still(officer: Page, running: Running) -> None:
    officer.goto("/unlock/list")
    assert officer.get_by_text(LATE).count() == 0
    running.house.clock.forward(minutes=11)  # data is five minutes old at the start
    officer.reload()
    assert officer.get_by_text(LATE).is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_15_minutes_away_ends_the_session_and_leaves_nothing_to_read(
    chromium: Browser, running: Running, *, script: bool
) -> None:
    page = open_page(chromium, running.address, DESK, script=script)
    sign_in(page, "Morgan Ellis")
    wing = f"{running.address}/unlock/list?wing=House+block+1"
    page.goto(wing)
    running.house.clock.forward(minutes=14)
    page.reload()
    assert page.get_by_text("Abbott, Dean").is_visible()
    running.house.clock.forward(minutes=16)
    page.reload()
    assert "/sign-in" in page.url
    assert page.get_by_text("this computer was not used for 15 minutes").is_visible()
    assert "Abbott" not in page.content()
    page.go_back()
    page.wait_for_load_state()
    assert "Abbott" not in page.content(), "the browser kept a page it may not keep"
    page.goto(wing)
    page.get_by_label("Morgan Ellis").check()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(wing)
    assert page.get_by_text("Abbott, Dean").is_visible()
    page.context.close()


def test_ten_hours_end_a_session_that_was_never_idle(officer: Page, running: Running) -> None:
    started = running.house.clock.now
    while running.house.clock.now - started < timedelta(hours=10):
        officer.goto("/")
        assert officer.get_by_role("heading", name="What do you need?").is_visible()
        running.house.clock.forward(minutes=14)
    officer.goto("/")
    assert "/sign-in" in officer.url
    assert running.house.clock.now > datetime(2026, 11, 24, 18)


def _top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box, selector
    return box["y"]
