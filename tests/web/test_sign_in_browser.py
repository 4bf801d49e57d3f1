"""Signing in at a provider in a real browser, to which the provider is another site."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.support.providing import TestProvider

from .conftest import House
from .serving_house import served
from .signing_in import house_with_a_provider
from .test_in_browser import DESK, PHONE, chromium, open_page, pytestmark, too_wide, violations

__all__ = ["chromium", "pytestmark"]  # a fixture and a mark that the tests here share


@dataclass(frozen=True)
class Running:
    """A served house and its provider."""

    house: House
    provider: TestProvider
    address: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    folder, address = tmp_path_factory.mktemp("house"), f"http://127.0.0.1:{port}"
    with house_with_a_provider(folder, address) as (house, provider), served(house, port) as where:
        yield Running(house, provider, where)


def sign_in(page: Page, username: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Username").fill(username)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_officer_signs_in_at_the_provider_and_out_again(
    chromium: Browser, running: Running, *, script: bool
) -> None:
    page = open_page(chromium, running.address, PHONE, script=script)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/roll")
    sign_in(page, "MOORLAND_OFFICER")
    page.wait_for_url(f"{running.address}/roll")
    page.get_by_text("Morgan Ellis").wait_for()
    before = running.provider.seen().count("end")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{running.address}/sign-in?why=out")
    page.get_by_text("You have signed out.").wait_for()
    assert running.provider.seen().count("end") == before + 1
    page.goto("/roll")
    assert "/sign-in" in page.url
    assert complaints == []


def test_no_page_of_signing_in_breaks_an_accessibility_rule_or_scrolls_sideways(
    chromium: Browser, running: Running
) -> None:
    for size in (PHONE, DESK):
        page = open_page(chromium, running.address, size)
        for path in (
            "/sign-in",
            "/sign-in?why=expired",
            "/sign-in?why=out-here",
            "/sign-in/callback?code=x&state=y",
        ):
            page.goto(path)
            assert not too_wide(page), path
            assert violations(page) == [], path


def test_a_failed_sign_in_can_be_tried_again(chromium: Browser, running: Running) -> None:
    page = open_page(chromium, running.address)
    page.goto("/unlock")
    running.provider.misbehave(claims={"aud": "another-service"})
    sign_in(page, "MOORLAND_OFFICER")
    page.get_by_role("heading", name="Your sign-in could not be confirmed").wait_for()
    assert violations(page) == []
    running.provider.misbehave()
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_label("Username").fill("MOORLAND_OFFICER")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{running.address}/unlock**")
