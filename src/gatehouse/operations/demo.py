"""The demonstration: a living estate, captured and served, from one command."""

import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from gatehouse.operations.supervisor import Group, processes

_READY_SECONDS = 120.0
_SETTINGS = """\
# Written anew by every `gatehouse demo`.
[service]
demo = true
host = "127.0.0.1"
port = {port}
secure_cookies = false
data = "data"

[sources]
nomis = "estate/nomis"

[[regime]]
prison = "MDI"
days = ["mon", "tue", "wed", "thu", "fri"]
am = "08:30"
pm = "13:45"
ed = "17:30"

[[alert]]
code = "XRF"
label = "Risk to females"
prison = "LEI"

[pack]
folder = "continuity"
keep = 48
"""


class NotReadyError(RuntimeError):
    """The server did not answer in time."""


def run_demo(
    folder: Path, *, port: int, prisons: int, seed: int, rate: float, say: Callable[[str], None]
) -> None:
    """Build the estate, start everything, and stay until Ctrl-C.

    `folder` is emptied first: the estate's day is today, so an old one is of no use. `rate` is
    in changes a second.
    """
    began = time.monotonic()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    settings = folder / "gatehouse.toml"
    settings.write_text(_SETTINGS.format(port=port), encoding="utf-8")
    estate, config = str(folder / "estate"), ["--config", str(settings)]
    with processes(folder / "logs") as group:
        say(f"Building {prisons} prisons, so that today is a full day …")
        group.start("build", ["estate", "build", estate, f"--prisons={prisons}", f"--seed={seed}"])
        group.finish("build")
        say("Starting capture, the server and the estate's day …")
        group.start("capture", ["capture", *config])
        group.start("serve", ["serve", *config])
        group.start("live", ["estate", "live", estate, f"--seed={seed}", f"--rate={rate}"])
        address = f"http://127.0.0.1:{port}/"
        _wait_until_ready(group, address)
        say(f"Ready in {time.monotonic() - began:.0f} seconds. Open {address}")
        say(f"Logs are in {folder / 'logs'}. Press Ctrl-C to stop.")
        group.wait()


def _wait_until_ready(group: Group, address: str) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        group.check()
        try:
            with urllib.request.urlopen(f"{address}health/readiness", timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise NotReadyError(f"{address} did not become ready within {_READY_SECONDS:.0f} seconds")
