"""The officer's morning: sign in, list, filter, print, ask what has changed."""

import io
import re
import time
from datetime import date

import openpyxl
import pypdf
from playwright.sync_api import expect

from gatehouse.operations.clock import local_now
from tests.support.demo import RunningDemo

from .conftest import Visitor

OFFICER = "Morgan Ellis"
NUMBER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b")
SUM = re.compile(
    r"(?P<listed>[\d,]+) listed \+ (?P<hidden>[\d,]+) not listed.*? \+ "
    r"(?P<not_placed>[\d,]+) could not be placed \+ (?P<out>[\d,]+) out = "
    r"(?P<total>[\d,]+)\. In our care: (?P<care>[\d,]+)\. "
    r"Roll: (?P<roll>[\d,]+) in, (?P<gone>[\d,]+) out"
)
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def _list(day: date, more: str = "") -> str:
    return f"prison=MDI&date={day.isoformat()}&session=AM{more}"


def _adds_up(text: str) -> None:
    found = SUM.search(" ".join(text.split()))
    assert found, text[:800]
    sums = {name: int(value.replace(",", "")) for name, value in found.groupdict().items()}
    parts = sums["listed"] + sums["hidden"] + sums["not_placed"] + sums["out"]
    assert parts == sums["total"] == sums["care"] == sums["roll"] + sums["gone"]


def test_the_demonstration_is_ready_soon_after_it_is_asked_for(demo: RunningDemo) -> None:
    assert demo.ready_seconds < 90, (
        "30 seconds is promised on an idle machine; tests may be crowded"
    )


def test_an_officer_signs_in_and_has_the_list(visitor: Visitor) -> None:
    page = visitor.sign_in(OFFICER).page
    page.get_by_role("link", name="Unlock list").first.click()
    page.get_by_label("Morning (AM)").check()
    page.get_by_label("House block 1", exact=True).check()
    page.get_by_role("button", name="Show the list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("House block 1")
    words = page.inner_text("main")
    _adds_up(words)
    assert "Data as at" in words
    shown = page.locator("table").first
    expect(shown).to_contain_text("1-1-001")


def test_the_list_on_paper_carries_its_proof_and_tells_what_changed(visitor: Visitor) -> None:
    visitor.sign_in(OFFICER)
    pdf = visitor.fetch(f"/unlock/pdf?{_list(local_now().date(), '&wing=House+block+1')}")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    code = CODE.search(pages[0])
    assert code, pages[0][:500]
    for number, text in enumerate(pages, start=1):
        assert "OFFICIAL-SENSITIVE" in text
        assert f"Page {number} of {len(pages)}" in text
        assert code[0] in text
    _adds_up(pages[0])
    page = visitor.page
    visitor.open("/changes")
    page.get_by_label("Code").fill(code[0].lower().replace("-", " "))
    page.get_by_role("button").last.click()
    assert "What" in page.inner_text("h1")


def test_a_spreadsheet_keeps_cells_as_text(visitor: Visitor) -> None:
    visitor.sign_in(OFFICER)
    body = visitor.fetch(f"/unlock/xlsx?{_list(local_now().date())}")
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [
        value
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str) and re.fullmatch(r"\d-\d-\d{3}", value)
    ]
    assert len(cells) > 100


def test_csv_carries_the_sum_too(visitor: Visitor) -> None:
    visitor.sign_in(OFFICER)
    text = visitor.fetch(f"/unlock/csv?{_list(local_now().date())}").decode("utf-8-sig")
    _adds_up(text)
    assert len(set(NUMBER.findall(text))) > 500


def test_the_list_follows_the_estate(visitor: Visitor) -> None:
    visitor.sign_in(OFFICER)
    path = f"/unlock/csv?{_list(local_now().date())}"
    before = visitor.fetch(path)
    deadline = time.monotonic() + 60
    while visitor.fetch(path).splitlines()[8:] == before.splitlines()[8:]:
        assert time.monotonic() < deadline, "nothing changed on the list in a minute"
        time.sleep(1)
