"""The list on paper and in files, what changed since, and the audit trail."""

import io

import pypdf
import pytest
from openpyxl import load_workbook

from .conftest import House
from .fake_desk import CODE
from .visiting import Browser, words

ASK = "?wing=House+block+1"


@pytest.fixture
def officer(house: House) -> Browser:
    return house.browser("MOORLAND_OFFICER")


def test_the_printed_page_has_boxes_to_tick_and_its_proof(officer: Browser) -> None:
    answer = officer.get(f"/unlock/print{ASK}")
    page = words(answer)
    assert f"Code {CODE}" in page
    assert "Printed by Morgan Ellis" in page
    assert "Printed at 08:05 on Tuesday 24 November 2026" in page
    assert "OFFICIAL-SENSITIVE" in page
    # Three boxes for each of the three people to unlock, none for a cancelled event.
    assert answer.text.count('class="gh-box"') == 9


def test_the_pdf_is_a_pdf_of_the_list(officer: Browser) -> None:
    answer = officer.get(f"/unlock/pdf{ASK}")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="unlock-list-MDI-2026-11-24-AM.pdf"' in answer.headers["content-disposition"]
    text = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
    )
    assert "Abbott" in text
    assert CODE in text
    assert "OFFICIAL-SENSITIVE" in text


def test_the_workbook_and_the_csv_hold_the_list(officer: Browser) -> None:
    workbook = load_workbook(io.BytesIO(officer.get(f"/unlock/xlsx{ASK}").content))
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert "1-1-001" in cells
    assert "1-1-001" in officer.get(f"/unlock/csv{ASK}").text


def test_the_list_for_instructors_goes_by_place(officer: Browser) -> None:
    text = officer.get("/unlock/csv?layout=instructor").text
    assert "Workshop 2" in text


@pytest.mark.parametrize(
    ("path", "what"),
    [("print", "PRINT"), ("pdf", "PRINT"), ("xlsx", "EXPORT"), ("csv", "EXPORT")],
)
def test_every_print_and_export_is_on_record(
    house: House, officer: Browser, path: str, what: str
) -> None:
    officer.get(f"/unlock/{path}{ASK}")
    event = house.audit.recent(1)[0]
    assert (event.what, event.who, event.subject_count) == (what, "MOORLAND_OFFICER", 7)
    assert event.parameters["code"] == CODE


def test_a_list_too_far_ahead_is_not_printed_and_says_why(house: House, officer: Browser) -> None:
    answer = officer.get("/unlock/pdf?date=2026-12-10")
    assert answer.status_code == 403
    assert "A list may be printed up to 26 November 2026" in words(answer)
    assert "/unlock/pdf" not in officer.get("/unlock/list?date=2026-12-10").text


def test_a_wing_that_is_not_there_leaves_no_sealed_list(house: House, officer: Browser) -> None:
    assert officer.get("/unlock/pdf?wing=Nowhere").status_code == 400
    assert house.desk.printed is None


def test_the_code_on_the_sheet_tells_what_changed(house: House, officer: Browser) -> None:
    officer.get(f"/unlock/print{ASK}")
    house.clock.forward(minutes=5)
    page = words(officer.get("/changes?code=k7qm+4txw"))
    assert "House block 1, Morning (AM), Tuesday 24 November 2026" in page
    assert "1 change to 1 person" in page
    assert "Left 1" in page
    assert "Abbott, Dean A1234AA" in page
    event = house.audit.recent(1)[0]
    assert house.audit.subjects(event.id) == ("A1234AA",)


def test_an_unknown_code_is_refused_and_on_record(house: House, officer: Browser) -> None:
    answer = officer.get("/changes?code=CCCC-DDDD")
    assert answer.status_code == 404
    page = words(answer)
    assert page.count("There is no list with the code CCCC-DDDD that you can see.") == 1
    assert "There is a problem Check the code from the printed list" in page
    assert 'href="#code"' in answer.text
    assert house.audit.recent(1)[0].what == "DENIED"


def test_an_empty_code_asks_for_one(officer: Browser) -> None:
    assert "Enter the code from the printed list" in words(officer.get("/changes?code="))


def test_the_assurance_officer_sees_who_saw_whom(house: House, officer: Browser) -> None:
    officer.get(f"/unlock/list{ASK}")
    assurance = house.browser("ASSURANCE_OFFICER")
    page = words(assurance.get("/audit?number=a1234aa"))
    assert "MOORLAND_OFFICER" in page
    assert "Viewed: Unlock list" in page
    assert "1 record shown" in page
    assert "No record matches" in words(assurance.get("/audit?who=NOBODY_AT_ALL"))
    assert house.audit.recent(1)[0].product == "audit"


def test_the_trail_says_words_for_codes_and_leaves_out_what_hides_nothing(
    house: House, officer: Browser
) -> None:
    officer.get("/unlock/csv?alert=HA&staying=leaving&cancelled=no&layout=instructor")
    page = words(house.browser("ASSURANCE_OFFICER").get("/audit?what=EXPORT"))
    for detail in (
        "Date: Tuesday 24 November 2026",
        "Session: Morning (AM)",
        "Staying or leaving: leaving the wing",
        "Alerts: ACCT open",
        "Cancelled events: hidden",
        "As: CSV",
        "Layout: by place, for instructors",
        f"Code: {CODE}",
    ):
        assert detail in page
    assert "Search:" not in page
    assert "People: " not in page


def test_the_trail_is_for_the_assurance_officer_only(house: House, officer: Browser) -> None:
    answer = officer.get("/audit")
    assert answer.status_code == 403
    assert "needs the role GATEHOUSE_AUDIT" in words(answer)
    assert "Audit" not in words(officer.get("/"))
    assert house.audit.recent(1)[0].what == "DENIED"


def test_an_action_that_is_none_is_refused(house: House) -> None:
    assert house.browser("ASSURANCE_OFFICER").get("/audit?what=DANCED").status_code == 400
