"""A whole Gatehouse, started as a user starts it, and a real browser to visit it with."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

READY_SECONDS = 180
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


@dataclass(frozen=True)
class Demo:
    """A running demonstration."""

    address: str
    folder: Path
    ready_in: float


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`gatehouse demo`, ten times as lively as usual, until the tests are done."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gatehouse",
            "demo",
            f"--folder={folder}",
            f"--port={port}",
            "--rate=50",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        began = time.monotonic()
        said = _wait_for(process, "Ready in")
        ready = re.search(r"Ready in (\d+)", said)
        assert ready, said
        yield Demo(f"http://127.0.0.1:{port}", folder, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"the demonstration ended before it was ready; it said:\n{said}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


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
def visitor(browser: Browser, demo: Demo) -> Iterator[Visitor]:
    """A browser that nobody has used."""
    context = browser.new_context()
    yield Visitor(context.new_page(), context, demo.address)
    context.close()
