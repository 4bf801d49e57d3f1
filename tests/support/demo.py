"""A whole Gatehouse, started as a user starts it: for journeys and benchmarks."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_READY = re.compile(r"Ready in (\d+)")
_GOODBYE_SECONDS = 30


class DemoDiedError(RuntimeError):
    """The demonstration ended before it was ready; the message is what it said."""


@dataclass(frozen=True)
class RunningDemo:
    """A running demonstration: where it is, its folder, and how long it took to be ready."""

    address: str
    folder: Path
    ready_seconds: float


@contextmanager
def running_demo(folder: Path, *, rate: float) -> Iterator[RunningDemo]:
    """`gatehouse demo` in `folder` at `rate` changes a second, until the block is left."""
    port = _free_port()
    options = [f"--folder={folder}", f"--port={port}", f"--rate={rate:g}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gatehouse", "demo", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield RunningDemo(f"http://127.0.0.1:{port}", folder, _wait_until_ready(process))
    finally:
        process.terminate()  # an interrupt may be ignored when tests run in the background
        process.wait(timeout=_GOODBYE_SECONDS)


def _wait_until_ready(process: subprocess.Popen[str]) -> float:
    said = ""
    for line in process.stdout or ():
        said += line
        if found := _READY.search(line):
            return float(found[1])
    raise DemoDiedError(f"the demonstration ended before it was ready; it said:\n{said}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
