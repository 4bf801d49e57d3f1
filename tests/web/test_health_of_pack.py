"""The continuity pack in the service's health: loud, and never in the way of pages."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from fastapi import FastAPI

from gatehouse.operations.pack import Pack, PackPrison, PackSheet, write_pack
from gatehouse.operations.rounds import Rounds
from gatehouse.reports.seal import Seals
from gatehouse.state import open_state
from gatehouse.web.app import assemble
from gatehouse.web.personas import DEMO_PERSONAS
from tests.support.paper import unlock_sample

from .conftest import NOW, MovableClock, settings
from .fake_desk import FakeDesk
from .visiting import Browser


class Packs:
    """Writes a small pack, or fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: Exception | None = None

    def write(self, now: object, stop: Event | None = None) -> Pack:
        if self.fault:
            raise self.fault
        roll = PackPrison("MDI", "Moorland", lambda: [PackSheet("Roll", unlock_sample(1))])
        return write_pack(self.folder, [roll], NOW)


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    return Packs(tmp_path / "packs")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def rounds(packs: Packs, clock: MovableClock) -> Rounds:
    return Rounds(clock, Seals(open_state("sqlite://")), packs)


@pytest.fixture
def app(tmp_path: Path, rounds: Rounds, clock: MovableClock) -> FastAPI:
    state = open_state("sqlite://")
    return assemble(settings(tmp_path), state, clock, DEMO_PERSONAS, FakeDesk(), rounds=rounds)


def component(app: FastAPI) -> dict[str, object]:
    answer = Browser(app).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "UP")
    assert Browser(app).get("/health/readiness").status_code == 200
    found: dict[str, object] = answer.json()["components"]["continuityPack"]
    return found


def test_health_says_when_the_last_complete_pack_was_made(app: FastAPI, rounds: Rounds) -> None:
    rounds.go()
    details = {"lastSuccess": NOW.isoformat(timespec="seconds"), "problems": 0}
    assert component(app) == {"status": "UP", "details": details}


def test_a_failing_pack_is_down_without_its_words_and_the_service_stays_up(
    app: FastAPI, rounds: Rounds, packs: Packs
) -> None:
    packs.fault = OSError("secret path")
    rounds.go()
    assert component(app) == {"status": "DOWN", "details": {"lastSuccess": None, "problems": 1}}


def test_a_pack_that_is_overdue_is_down(app: FastAPI, rounds: Rounds, clock: MovableClock) -> None:
    rounds.go()
    clock.now += timedelta(hours=3)
    assert component(app)["status"] == "DOWN"


def test_a_service_without_a_folder_says_nothing_of_packs(tmp_path: Path) -> None:
    state = open_state("sqlite://")
    app = assemble(settings(tmp_path), state, MovableClock(NOW), DEMO_PERSONAS, FakeDesk())
    assert "continuityPack" not in Browser(app).get("/health").json()["components"]
