"""The officer's journey in a real browser: with and without script, on a phone, for everyone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .conftest import House, open_house
from .serving_house import served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = (320, 640), (1280, 900)
# A desk at 400 % zoom: a quarter of the width and height, each point four pixels wide.
ZOOMED, ZOOM = (320, 256), 4
OF_A_PRISON = (
    "/",
    "/unlock",
    "/unlock/list",
    "/unlock/list?wing=House+block+1&q=a&staying=leaving&alert=HA&landing=1-1",
    "/unlock/list?q=nobody",
    "/unlock/list?alert=ZZZ",
    "/unlock/print",
    "/roll",
    "/roll/in-today",
    "/activities",
    "/activities/session?activity=Textiles&location=Workshop+2&start=08:30",
    "/activities/without",
    "/changes",
    "/changes?code=K7QM-4TXW",
    "/changes?code=wrong",
    "/unlock/choose?prison=MDI&date=other&on-day=99",
    "/unlock/list?session=never",
    "/unlock/list?prison=LEI",
    "/not-here",
)

OF_OTHERS = {
    "Sam Whitfield": ("/", "/audit", "/audit?what=PRINT&who=x", "/unlock"),
    "Priya Raman": ("/", "/unlock", "/unlock/prison", "/roll/prison", "/activities/prison"),
    "Alex Novak": ("/", "/unlock", "/audit"),
}

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists() or not AXE.exists(),
    reason="needs chromium, and axe-core from `npm ci`",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    with served(house) as where:
        yield where


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def open_page(
    chromium: Browser,
    address: str,
    size: tuple[int, int] = DESK,
    *,
    script: bool = True,
    scale: float = 1,
) -> Page:
    width, height = size
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        java_script_enabled=script,
        accept_downloads=True,
    )
    return context.new_page()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label(name).check()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


def too_wide(page: Page) -> list[str]:
    """What makes a reader scroll sideways: the page, a part with a bar of its own, or something
    that sticks out at the edge."""
    found: list[str] = page.evaluate(
        """() => {
          const width = window.innerWidth
          const barred = it => it.scrollWidth > it.clientWidth + 1
            && ['auto', 'scroll'].includes(getComputedStyle(it).overflowX)
          const sticksOut = it => it.getBoundingClientRect().right > width + 1
          const page = document.documentElement
          return [page, ...document.body.querySelectorAll('*')]
            // The head of a table is for screen readers alone where each row is a block.
            .filter(it => it.checkVisibility() && !it.closest('thead'))
            .filter(it => (it === page && it.scrollWidth > width) || barred(it) || sticksOut(it))
            .map(it => it.outerHTML.slice(0, 120))
        }"""
    )
    return found


def test_no_page_of_a_prison_breaks_an_accessibility_rule_or_scrolls_sideways(
    chromium: Browser, address: str
) -> None:
    page = open_page(chromium, address, PHONE)
    page.goto("/sign-in")
    faults = {"/sign-in": violations(page)}
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/print")
    for path in OF_A_PRISON:
        page.goto(path)
        assert too_wide(page) == [], path
        faults[path] = violations(page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_nor_does_the_list_on_a_desk(chromium: Browser, address: str) -> None:
    page = open_page(chromium, address, DESK)
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/list")
    assert violations(page) == []


@pytest.mark.parametrize(("name", "paths"), OF_OTHERS.items())
def test_nor_does_any_page_of_the_others(
    chromium: Browser, address: str, name: str, paths: tuple[str, ...]
) -> None:
    page = open_page(chromium, address, PHONE)
    sign_in(page, name)
    for path in paths:
        page.goto(path)
        assert violations(page) == [], path
        assert too_wide(page) == [], path


def test_every_page_holds_at_400_percent(chromium: Browser, address: str) -> None:
    """WCAG 1.4.10: nothing needs scrolling in two directions."""
    for name, paths in {"Morgan Ellis": OF_A_PRISON, **OF_OTHERS}.items():
        page = open_page(chromium, address, ZOOMED, scale=ZOOM)
        page.goto("/sign-in")
        assert too_wide(page) == [], "/sign-in"
        sign_in(page, name)
        for path in paths:
            page.goto(path)
            assert too_wide(page) == [], path
        page.context.close()


def test_folded_parts_hold_at_400_percent_when_they_are_opened(
    chromium: Browser, address: str
) -> None:
    page = open_page(chromium, address, ZOOMED, scale=ZOOM)
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/list")
    page.get_by_text("Keep apart: 1 warning").first.click()
    page.get_by_text("Filter", exact=True).click()
    assert page.get_by_text("Keep apart: Cartwright").first.is_visible()
    assert page.get_by_label("Leaving the wing").is_visible()
    assert too_wide(page) == []
    assert violations(page) == []


def test_the_count_is_on_the_first_screen_of_a_phone(chromium: Browser, address: str) -> None:
    page = open_page(chromium, address, PHONE)
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/list?wing=House+block+1")
    box = page.get_by_text("3 people to unlock").bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE[1]
    assert not page.get_by_text("Keep apart: Cartwright").first.is_visible()


@pytest.mark.parametrize("path", ["/unlock/list", "/unlock/print"])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_on_paper_nobody_to_keep_apart_is_folded_away(
    chromium: Browser, address: str, path: str, *, script: bool
) -> None:
    page = open_page(chromium, address, script=script)
    sign_in(page, "Morgan Ellis")
    page.goto(path)
    page.emulate_media(media="print")
    shown = page.get_by_text("Keep apart: Cartwright").locator("visible=true")
    assert shown.count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_officer_goes_from_signing_in_to_what_changed(
    chromium: Browser, address: str, *, script: bool
) -> None:
    page = open_page(chromium, address, PHONE, script=script)
    sign_in(page, "Morgan Ellis")
    page.get_by_role("link", name="Unlock list").last.click()
    page.get_by_label("House block 1").check()
    page.get_by_role("button", name="Show the list").click()
    page.get_by_text("3 people to unlock").wait_for()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Leaving the wing").check()
    page.get_by_role("button", name="Apply filters").first.click()
    page.get_by_text("2 people to unlock").wait_for()
    page.get_by_role("link", name="Remove filter Staying or leaving").click()
    page.get_by_label("Search by name").fill("begum")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("1 person to unlock").wait_for()
    page.get_by_role("link", name="Remove all filters").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Print", exact=True).click()
    code = page.locator("dt", has_text="Code").locator("xpath=following-sibling::dd").inner_text()
    page.get_by_role("link", name="What changed").click()
    page.get_by_label("Code on the printed list").fill(code)
    page.get_by_role("button", name="Show what changed").click()
    page.get_by_text("1 change to 1 person").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()


def test_the_print_button_is_there_only_with_script(chromium: Browser, address: str) -> None:
    for script in (True, False):
        page = open_page(chromium, address, script=script)
        sign_in(page, "Morgan Ellis")
        page.goto("/unlock/print")
        button = page.get_by_role("button", name="Print this page")
        assert button.count() == (1 if script else 0)


def test_paper_carries_boxes_and_no_menus(chromium: Browser, address: str) -> None:
    page = open_page(chromium, address)
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/print")
    page.emulate_media(media="print")
    assert page.locator(".gh-box").first.is_visible()
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert not page.get_by_text("This page is laid out for paper").is_visible()


def test_no_page_asks_another_host_for_anything_or_complains(
    chromium: Browser, address: str
) -> None:
    page = open_page(chromium, address)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, "Morgan Ellis")
    for path in ("/unlock", "/unlock/list", "/unlock/print", "/changes"):
        page.goto(path)
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []


def test_keys_alone_reach_the_list_past_the_menu(chromium: Browser, address: str) -> None:
    page = open_page(chromium, address)
    sign_in(page, "Morgan Ellis")
    page.goto("/unlock/list")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")
