"""Starting the test provider, talking to it as a browser would, and telling it to misbehave."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from httpx2 import Response

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class TestProvider:
    """A running provider."""

    __test__ = False
    address: str
    process: subprocess.Popen[str]

    def misbehave(self, **faults: Any) -> None:
        """Take on these faults, and no others; none to behave."""
        httpx2.put(f"{self.address}/faults", json=faults).raise_for_status()

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        httpx2.post(f"{self.address}/rotate").raise_for_status()

    def seen(self) -> list[str]:
        """What it was asked for so far."""
        asked: list[str] = httpx2.get(f"{self.address}/seen").json()
        return asked

    def approve(self, address: str, username: str) -> str:
        """Be somebody at the page of that address; the address that the browser is sent to."""
        page = httpx2.get(address)
        if page.is_redirect:
            return str(page.headers["location"])
        asked = dict(httpx2.URL(address).params)
        answer: Response = httpx2.post(address, data={**asked, "username": username})
        assert answer.is_redirect, answer.text
        return str(answer.headers["location"])

    def stop(self) -> None:
        """End it, as when a provider is down."""
        self.process.terminate()
        self.process.wait(timeout=10)


@contextmanager
def provider_running() -> Iterator[TestProvider]:
    """A provider in its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.oidc_provider"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address, "the provider did not start"
        _await(address)
        yield TestProvider(address, process)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await(address: str) -> None:
    transport = httpx2.HTTPTransport(retries=8)
    with httpx2.Client(transport=transport) as client:
        client.get(f"{address}/seen").raise_for_status()
