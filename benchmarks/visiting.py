"""A running demonstration, and somebody signed in to it, for benchmarks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.support.demo import running_demo


@dataclass(frozen=True)
class Visit:
    """A signed-in client, and the folder of the demonstration it visits."""

    client: httpx.Client
    folder: Path
    ready_seconds: float


@contextmanager
def demonstration(folder: Path, *, rate: float, username: str) -> Iterator[Visit]:
    """Run `gatehouse demo` in `folder`, signed in as `username`, until the block is left."""
    with (
        running_demo(folder, rate=rate) as demo,
        httpx.Client(base_url=demo.address, follow_redirects=True, timeout=30) as client,
    ):
        sign_in(client, username)
        yield Visit(client, folder, demo.ready_seconds)


def sign_in(client: httpx.Client, username: str) -> None:
    """Sign in as one of the people to be."""
    form = client.get("/sign-in").text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form))
    answer = client.post(
        "/sign-in",
        data={**hidden, "username": username},
        headers={"Origin": str(client.base_url).rstrip("/")},
    )
    answer.raise_for_status()
