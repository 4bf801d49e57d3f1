"""A house whose people sign in at a provider, and the way through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx import Response
from sqlalchemy import Engine

from gatehouse.operations.sign_in import ClientSecret, SignInSettings
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET
from tests.support.providing import TestProvider, provider_running

from .conftest import House, open_house
from .visiting import Browser

VARIABLE = "GATEHOUSE_TEST_CLIENT_SECRET"


def sign_in_settings(issuer: str, address: str = "http://testserver") -> SignInSettings:
    """A provider as it would be configured, with the secret in the environment."""
    return SignInSettings(issuer, CLIENT_ID, ClientSecret(VARIABLE), address)


@contextmanager
def house_with_a_provider(
    folder: Path, address: str = "http://testserver", state: Engine | None = None
) -> Iterator[tuple[House, TestProvider]]:
    """A house and its own provider, with the secret in the environment."""
    with pytest.MonkeyPatch.context() as patch, provider_running() as provider:
        patch.setenv(VARIABLE, CLIENT_SECRET)
        sign_in = sign_in_settings(provider.address, address)
        yield open_house(folder, demo=False, sign_in=sign_in, state=state), provider


def start(browser: Browser, next_page: str = "/") -> str:
    """Press the button; the provider's address that the browser is sent to."""
    sent = browser.get(f"/sign-in/start?{urlencode({'next': next_page})}")
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def callback(provider: TestProvider, browser: Browser, username: str, next_page: str = "/") -> str:
    """Be somebody at the provider; the address it sends the browser back to."""
    return provider.approve(start(browser, next_page), username)


def sign_in(
    provider: TestProvider, browser: Browser, username: str, next_page: str = "/"
) -> Response:
    """The whole way: the button, the provider, and back."""
    return browser.get(callback(provider, browser, username, next_page))
