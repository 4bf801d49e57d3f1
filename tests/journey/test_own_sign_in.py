"""A service of one's own: configured with a provider, checked, served, and signed in to."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from tests.support.demo import RunningDemo
from tests.support.oidc_provider import CLIENT_SECRET
from tests.support.providing import TestProvider, provider_running

_SETTINGS = """\
[service]
port = {port}
secure_cookies = false
data = "data"

[sources]
nomis = "{estate}"

[sign_in]
issuer = "{issuer}"
client_id = "gatehouse"
client_secret_file = "sign-in.secret"
address = "http://127.0.0.1:{port}"
"""


@dataclass(frozen=True)
class OwnService:
    """A running server, and the provider its people sign in at."""

    address: str
    checked: str
    provider: TestProvider


@pytest.fixture(scope="module")
def service(demo: RunningDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnService]:
    """A second server over the demonstration's change log, without its people."""
    folder, port = tmp_path_factory.mktemp("own"), _free_port()
    (folder / "data").mkdir()
    (folder / "data" / "lake").symlink_to(demo.folder / "data" / "lake")
    (folder / "sign-in.secret").write_text(CLIENT_SECRET, encoding="utf-8")
    with provider_running() as provider:
        config = folder / "gatehouse.toml"
        estate = demo.folder / "estate" / "nomis"
        text = _SETTINGS.format(port=port, estate=estate, issuer=provider.address)
        config.write_text(text, encoding="utf-8")
        checked = subprocess.run(
            _gatehouse("check", config), capture_output=True, text=True, check=True
        ).stdout
        server = subprocess.Popen(_gatehouse("serve", config))
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(server, address)
            yield OwnService(address, checked, provider)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _gatehouse(command: str, config: Path) -> list[str]:
    return [sys.executable, "-m", "gatehouse", command, f"--config={config}"]


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def _wait_until_ready(server: subprocess.Popen[bytes], address: str) -> None:
    with httpx2.Client(transport=httpx2.HTTPTransport(retries=10)) as client:
        ready = client.get(f"{address}/health/readiness", timeout=60)
    assert server.poll() is None, "the server ended before it was ready"
    assert ready.status_code == 200


@pytest.fixture
def page(browser: Browser, service: OwnService) -> Iterator[Page]:
    """A browser that nobody has used."""
    context = browser.new_context(base_url=service.address)
    yield context.new_page()
    context.close()


def _sign_in(page: Page, username: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Username").fill(username)
    page.get_by_role("button", name="Continue").click()


def test_the_check_says_who_can_sign_in(service: OwnService) -> None:
    assert f"sign-in: accounts at {service.provider.address}" in service.checked
    assert "warning" not in service.checked


def test_an_officer_sees_their_prison(page: Page) -> None:
    page.goto("/unlock")
    _sign_in(page, "MOORLAND_OFFICER")
    page.wait_for_url("**/unlock**")
    page.goto("/")
    assert "You can see Moorland (HMP & YOI)." in page.inner_text("main")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()


def test_someone_without_a_caseload_sees_nobody_whatever_their_roles(page: Page) -> None:
    page.goto("/")
    _sign_in(page, "STRANGER")
    page.get_by_text("Kit Unknown").wait_for()
    assert "Moorland" not in page.inner_text("main")
    for path in ("/unlock/list?prison=MDI", "/roll/names.csv?prison=MDI", "/audit"):
        answer = page.context.request.get(path)
        assert answer.status == 403, path


def test_the_demonstrations_people_are_refused(page: Page) -> None:
    page.goto("/sign-in")
    assert "Morgan Ellis" not in page.inner_text("main")
    answer = page.context.request.post("/sign-in", form={"username": "MOORLAND_OFFICER"})
    assert answer.status == 403


def test_someone_with_a_caseload_and_no_role_is_told_whom_to_ask(
    page: Page, service: OwnService
) -> None:
    service.provider.misbehave(claims={"authorities": []})
    page.goto("/unlock")
    _sign_in(page, "MOORLAND_OFFICER")
    page.get_by_role("heading", name="You cannot see this page").wait_for()
    assert "ask your local system administrator" in page.inner_text("main")
    assert page.context.request.get("/unlock/list?prison=MDI").status == 403
    service.provider.misbehave()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()
