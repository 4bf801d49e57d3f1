"""A whole Gatehouse, started as a user starts it, and a real browser to visit it with."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.demo import RunningDemo, running_demo

# Chromium as root in a container, and quiet on a closed network.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """`gatehouse demo`, ten times as lively as usual, until the tests are done."""
    with running_demo(tmp_path_factory.mktemp("demo") / "data", rate=50) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium, closed with these tests: its event loop would be in the others' way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser of their own."""

    page: Page
    context: BrowserContext
    address: str

    def sign_in(self, name: str) -> "Visitor":
        """Sign in as one of the people to be."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label(name).check()
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def open(self, path: str) -> str:
        """Open a page, and give the words in it."""
        self.page.goto(self.address + path)
        return self.page.inner_text("main")

    def status(self, path: str) -> int:
        """What the server answers to a plain request with this browser's cookies."""
        return self.context.request.get(self.address + path).status

    def fetch(self, path: str) -> bytes:
        """A file, with this browser's cookies."""
        answer = self.context.request.get(self.address + path)
        assert answer.status == 200, answer.text()
        return answer.body()


@pytest.fixture
def visitor(browser: Browser, demo: RunningDemo) -> Iterator[Visitor]:
    """A browser that nobody has used."""
    context = browser.new_context()
    yield Visitor(context.new_page(), context, demo.address)
    context.close()
