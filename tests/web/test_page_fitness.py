"""Every page, print and file says when records it reads could not be read (design rule 11)."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import openpyxl
import pypdf
import pytest
from fastapi import FastAPI
from httpx import Response

from gatehouse.definitions import Products
from gatehouse.reports.seal import Seals
from gatehouse.shipped import shipped
from gatehouse.state import open_state
from gatehouse.web.app import assemble
from gatehouse.web.live import LiveDesk
from gatehouse.web.personas import DEMO_PERSONAS
from tests.support.asking import database_with
from tests.support.duck import HeldReading, load, reading_of
from tests.support.prison import nomis_of

from .conftest import NOW, MovableClock, settings
from .fake_desk import FakeDesk
from .visiting import Browser, words

_LISTS = ("/unlock/list", "/unlock/print", "/unlock/csv", "/unlock/xlsx", "/unlock/pdf")
_ROLLS = ("/roll", "/roll/reception", "/roll/figures.csv", "/roll/names.csv")
_FIRE = ("/roll/fire.csv", "/roll/fire.pdf")
_ACTIVITIES = ("/activities", "/activities/without", "/activities/expected.csv")
_SAID = "some records could not be read: alerts"


class Copy:
    """A database made by hand, read as a serving copy with open faults is."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database
        self.unfit: tuple[str, ...] = ()
        self.late = timedelta()

    @contextmanager
    def read(self) -> Iterator[HeldReading]:
        held = reading_of(self._database, NOW - self.late)
        yield replace(held, moment=replace(held.moment, unfit=self.unfit))


@pytest.fixture
def copy() -> Copy:
    people = [{"number": "A1111AA", "last": "MOORE", "first": "ANN", "cell": "A-1-001"}]
    database = database_with(nomis_of("MDI", NOW.date(), {"people": people}))
    own: dict[str, object] = {"username": "MOORLAND_OFFICER", "caseload_id": "MDI"}
    load(
        database,
        {
            "user_accessible_caseloads": [own],
            "caseload_agency_locations": [{"caseload_id": "MDI", "agy_loc_id": "MDI"}],
        },
    )
    return Copy(database)


@pytest.fixture
def officer(copy: Copy, tmp_path: Path) -> Browser:
    state = open_state("sqlite://")
    desk = LiveDesk(copy, Products.load(shipped("products")), Seals(state))
    browser = Browser(assemble(settings(tmp_path), state, MovableClock(NOW), DEMO_PERSONAS, desk))
    browser.sign_in("MOORLAND_OFFICER")
    return browser


def _text(answer: Response) -> str:
    assert answer.status_code == 200
    kind = answer.headers["content-type"]
    if kind == "application/pdf":
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)
    if "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return words(answer) if "html" in kind else answer.text


@pytest.mark.parametrize("path", [*_LISTS, *_ROLLS, *_FIRE, *_ACTIVITIES])
def test_it_says_what_could_not_be_read_and_what_it_must_not_be_used_for(
    copy: Copy, officer: Browser, path: str
) -> None:
    copy.unfit = ("nomis.offender_alerts",)
    said = _text(officer.get(path))
    assert _SAID in said.replace("Some", "some")
    assert any(
        must_not in said
        for must_not in (
            "Do not unlock, count or release anyone by this list alone",
            "Do not agree a roll or account for anyone in a fire by this alone",
            "Do not decide that someone is absent by this alone",
        )
    )


@pytest.mark.parametrize("path", [*_LISTS, *_ROLLS, *_FIRE, *_ACTIVITIES])
def test_a_table_that_is_not_read_makes_no_page_incomplete(
    copy: Copy, officer: Browser, path: str
) -> None:
    copy.unfit = ("nomis.offender_oic_sanctions", "nomis.a_table_of_nobody")
    said = _text(officer.get(path))
    assert "could not be read" not in said
    assert "may be incomplete" not in said


def test_a_page_is_incomplete_by_what_its_own_product_reads(copy: Copy, officer: Browser) -> None:
    copy.unfit = ("nomis.bed_assignment_histories", "nomis.offender_visits")
    unlock, roll = words(officer.get("/unlock/list")), words(officer.get("/roll"))
    assert "This list may be incomplete Some records could not be read: visits." in unlock
    assert "This roll may be incomplete Some records could not be read: cell moves." in roll


def test_a_list_may_be_late_and_incomplete(copy: Copy, officer: Browser) -> None:
    copy.unfit, copy.late = ("nomis.offender_alerts",), timedelta(hours=1)
    page = words(officer.get("/unlock/list"))
    assert "This list is out of date and may be incomplete It shows" in page
    assert "Up to date" not in page


def test_what_has_changed_since_an_incomplete_list_says_so(copy: Copy, officer: Browser) -> None:
    code = re.search(r"\b\w{4}-\w{4}\b", officer.get("/unlock/csv").text)
    assert code
    copy.unfit = ("nomis.offender_alerts",)
    assert "This answer may be incomplete" in words(officer.get(f"/changes?code={code[0]}"))


def _health(tmp_path: Path, faults: dict[str, int] | None) -> dict[str, object]:
    app: FastAPI = assemble(
        settings(tmp_path),
        open_state("sqlite://"),
        MovableClock(NOW),
        DEMO_PERSONAS,
        FakeDesk(),
        open_faults=None if faults is None else lambda: faults,
    )
    answer = Browser(app).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "UP")
    components: dict[str, object] = answer.json()["components"]
    return components


def test_health_counts_open_faults_and_the_service_stays_up(tmp_path: Path) -> None:
    faults = {"nomis.offenders": 2, "nomis.offender_alerts": 1}
    details = {"openFaults": 3, "tables": ["nomis.offender_alerts", "nomis.offenders"]}
    assert _health(tmp_path, faults)["quarantine"] == {"status": "DOWN", "details": details}
    well = {"status": "UP", "details": {"openFaults": 0, "tables": []}}
    assert _health(tmp_path, {})["quarantine"] == well
    assert "quarantine" not in _health(tmp_path, None)
