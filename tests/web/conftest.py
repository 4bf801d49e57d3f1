"""A service of hand-made values, and a browser of sorts to visit it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from gatehouse.audit import Audit
from gatehouse.operations.settings import Settings
from gatehouse.operations.sign_in import SignInSettings
from gatehouse.state import open_state
from gatehouse.web.app import assemble
from gatehouse.web.personas import DEMO_PERSONAS

from .fake_desk import FakeDesk
from .visiting import Browser


class MovableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


NOW = datetime(2026, 11, 24, 8, 5)


def settings(
    folder: Path,
    *,
    demo: bool = True,
    secure_cookies: bool = False,
    sign_in: SignInSettings | None = None,
) -> Settings:
    return Settings(
        demo=demo,
        host="127.0.0.1",
        port=8080,
        secure_cookies=secure_cookies,
        data=folder,
        sources={},
        contracts=folder,
        products=folder,
        state_url="sqlite://",
        sign_in=sign_in,
    )


@dataclass
class House:
    """One running service and everything a test may look at or turn."""

    app: FastAPI
    state: Engine
    clock: MovableClock
    desk: FakeDesk
    audit: Audit

    def browser(self, username: str = "") -> Browser:
        """A new browser, signed in when a username is given."""
        browser = Browser(self.app)
        if username:
            assert browser.sign_in(username).status_code == 303
        return browser


def open_house(
    folder: Path,
    *,
    demo: bool = True,
    secure_cookies: bool = False,
    sign_in: SignInSettings | None = None,
    state: Engine | None = None,
) -> House:
    state, clock, desk = state or open_state("sqlite://"), MovableClock(NOW), FakeDesk()
    chosen = settings(folder, demo=demo, secure_cookies=secure_cookies, sign_in=sign_in)
    app = assemble(chosen, state, clock, DEMO_PERSONAS, desk)
    return House(app, state, clock, desk, Audit(state))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path)
