"""A running demonstration, and somebody signed in to it, for benchmarks."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Visit:
    """A signed-in client, and the folder of the demonstration it visits."""

    client: httpx.Client
    folder: Path
    ready_seconds: float


@contextmanager
def demonstration(folder: Path, *, rate: float, username: str) -> Iterator[Visit]:
    """Run `gatehouse demo` in `folder`, signed in as `username`, until the block is left."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, "-m", "gatehouse", "demo"]
    process = subprocess.Popen(
        [*command, f"--folder={folder}", f"--port={port}", f"--rate={rate}"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        ready = _wait(process)
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
            sign_in(client, username)
            yield Visit(client, folder, ready)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


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


def _wait(process: subprocess.Popen[str]) -> float:
    if process.stdout is None:
        raise RuntimeError("the demonstration has no output to read")
    for line in process.stdout:
        if found := re.search(r"Ready in (\d+)", line):
            return float(found[1])
    raise RuntimeError("the demonstration ended before it was ready")
