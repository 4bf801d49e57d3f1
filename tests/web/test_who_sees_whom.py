"""Through the whole house: nobody outside a caller's caseloads appears, for every persona."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

import duckdb
import pypdf
import pytest
from fastapi import FastAPI

import tests.support.prison as prison_rows
from gatehouse.audit import Audit
from gatehouse.definitions import Products
from gatehouse.reports.seal import Seals
from gatehouse.shipped import shipped
from gatehouse.state import open_state
from gatehouse.web.app import assemble
from gatehouse.web.live import LiveDesk
from gatehouse.web.personas import DEMO_PERSONAS
from tests.support.duck import HeldReading, configure, empty_database, load, reading_of

from .conftest import MovableClock, settings
from .visiting import Browser, words

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 5)
MOORLAND = {
    "people": [
        {"number": "A1111AA", "last": "MOORE", "first": "ANN", "cell": "A-1-001", "alerts": "HA"},
        {"number": "A2222AA", "last": "MARSH", "first": "BEN", "cell": "A-1-002"},
        {"number": "A3333AA", "last": "MEADOW", "first": "CAL", "cell": "-"},
        {"number": "A4444AA", "last": "MILLER", "first": "DAN", "cell": "A-1-003"},
    ],
    "events": [
        {"number": "A1111AA", "kind": "activity", "what": "Textiles", "where": "WORK-1",
         "time": "08:30-11:30", "slot": "AM", "record": "yes"},
    ],
}  # fmt: skip
LEEDS = {
    "people": [
        {"number": "A7777LL", "last": "LEEDSMAN", "first": "ED", "cell": "B-1-001"},
        {"number": "A8888LL", "last": "LIDGETT", "first": "FAY", "cell": "-"},
        {"number": "A9999LL", "last": "LUND", "first": "GUS", "cell": "CSWAP"},
    ],
}
CASELOADS = {
    "MOORLAND_OFFICER": ("MDI",),
    "TWO_PRISON_GOVERNOR": ("MDI", "LEI"),
    "NATIONAL_ANALYST": ("MDI", "LEI"),
}
LEEDS_MARKS = ("LEEDSMAN", "LIDGETT", "LUND", "A7777LL", "A8888LL", "A9999LL", "B-1-001")
PATHS = (
    "/", "/unlock", "/unlock/list", "/unlock/list?q=l", "/unlock/list?q=leedsman",
    "/unlock/list?events=without", "/unlock/print", "/unlock/csv", "/unlock/csv?layout=instructor",
    "/unlock/pdf", "/roll", "/roll/reception", "/roll/no-cell", "/roll/not-placed",
    "/roll/names.csv", "/roll/fire.csv", "/roll/figures.csv", "/unlock/prison", "/audit",
    "/activities", "/activities/without", "/activities/expected.csv", "/activities/without.csv",
)  # fmt: skip


class Copy:
    """A database made by hand, read as a serving copy is."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    @contextmanager
    def read(self) -> Iterator[HeldReading]:
        yield reading_of(self._database, NOW)


def database_of_two(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    database = empty_database()
    load(database, prison_rows.nomis_of("MDI", ON, MOORLAND).tables)
    # Ids of the second prison start higher, so that no two rows share one.
    with monkeypatch.context() as patch:
        patch.setattr(prison_rows, "Nomis", partial(prison_rows.Nomis, next_id=50_000))
        leeds = prison_rows.nomis_of("LEI", ON, LEEDS).tables
    shared = ("agency_locations", "reference_codes", "assessments")
    load(database, {table: rows for table, rows in leeds.items() if table not in shared})
    configure(database, "alert_shown", [(None, "HA", "ACCT open")])
    load(
        database,
        {
            "user_accessible_caseloads": [
                {"username": username, "caseload_id": prison}
                for username, prisons in CASELOADS.items()
                for prison in prisons
            ],
            "caseload_agency_locations": [
                {"caseload_id": prison, "agy_loc_id": prison} for prison in ("MDI", "LEI")
            ],
        },
    )
    return database


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    state = open_state("sqlite://")
    copy = Copy(database_of_two(monkeypatch))
    desk = LiveDesk(copy, Products.load(shipped("products")), Seals(state))
    chosen = settings(tmp_path_factory.mktemp("data"))
    return assemble(chosen, state, MovableClock(NOW), DEMO_PERSONAS, desk)


def signed_in(app: FastAPI, username: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(username)
    return browser


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    if answer.headers.get("content-type") == "application/pdf":
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return " ".join(page.extract_text() for page in pages)
    return answer.text


def test_the_list_and_the_roll_come_from_the_tables(app: FastAPI) -> None:
    officer = signed_in(app, "MOORLAND_OFFICER")
    page = words(officer.get("/unlock/list"))
    assert "Moore, Ann A1111AA A-1-001 ACCT open" in page
    assert "In our care: 4. Roll: 4 in, 0 out." in page
    assert "Roll (in): 4 + 0 out. In our care: 4." in words(officer.get("/roll"))


@pytest.mark.parametrize("username", ["MOORLAND_OFFICER", "ASSURANCE_OFFICER", "NO_CASELOAD_USER"])
def test_nobody_at_leeds_appears_to_someone_without_its_caseload(
    app: FastAPI, username: str
) -> None:
    browser = signed_in(app, username)
    for path in PATHS:
        shown = text_of(browser, path)
        # What was searched for is repeated in its own box, as typed.
        shown = shown.replace("leedsman", "").upper()
        assert not [mark for mark in LEEDS_MARKS if mark in shown], path


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path.startswith(("/unlock/l", "/roll"))]
)
def test_asking_for_leeds_by_name_is_refused_without_naming_anybody(
    app: FastAPI, path: str
) -> None:
    joint = "&" if "?" in path else "?"
    answer = signed_in(app, "MOORLAND_OFFICER").get(f"{path}{joint}prison=LEI")
    assert answer.status_code == 403
    assert not [mark for mark in LEEDS_MARKS if mark in answer.text.upper().replace("Q=L", "")]


def test_the_code_of_another_prisons_list_is_as_good_as_unknown(app: FastAPI) -> None:
    governor = signed_in(app, "TWO_PRISON_GOVERNOR")
    printed = words(governor.get("/unlock/print?prison=LEI"))
    code = printed.split("Code ")[1].split()[0]
    assert "Nothing on the printed list has changed" in words(governor.get(f"/changes?code={code}"))
    refused = signed_in(app, "MOORLAND_OFFICER").get(f"/changes?code={code}")
    assert refused.status_code == 404
    assert f"There is no list with the code {code} that you can see." in words(refused)


def test_the_code_of_a_roll_is_told_apart(app: FastAPI) -> None:
    officer = signed_in(app, "MOORLAND_OFFICER")
    officer.get("/roll/figures.csv")
    audit: Audit = app.state.front.audit
    code = audit.recent(1)[0].parameters["code"]
    assert "Only unlock lists can be compared" in words(officer.get(f"/changes?code={code}"))


def test_people_come_and_go_between_print_and_question(app: FastAPI) -> None:
    officer = signed_in(app, "MOORLAND_OFFICER")
    code = words(officer.get("/unlock/print")).split("Code ")[1].split()[0]
    copy = app.state.front.desk._copy._database
    copy.execute("DELETE FROM nomis_state.offender_alerts")
    page = words(officer.get(f"/changes?code={code}"))
    assert "Alerts closed 1" in page
    assert "Moore, Ann A1111AA" in page
