"""Activities: what is on where, who is expected, and what is still to record."""

from datetime import datetime

import pytest

from .conftest import House
from .visiting import Browser, words

SESSION = "/activities/session?activity=Textiles&location=Workshop+2&start=08:30"


@pytest.fixture
def officer(house: House) -> Browser:
    return house.browser("MOORLAND_OFFICER")


def test_sessions_stand_by_activity_and_place_with_what_is_to_record(officer: Browser) -> None:
    page = words(officer.get("/activities"))
    assert "Textiles Workshop 2 08:30 to 11:45 1 0 1 1" in page
    assert "Maths level 1 Cancelled Education block, room 4" in page
    assert "Attendance to record 1" in page
    assert "In our care: 9." in page


def test_the_names_are_a_page_further_and_on_record(house: House, officer: Browser) -> None:
    assert "A1234AA" not in officer.get("/activities").text
    page = words(officer.get(SESSION))
    assert "1 person to expect" in page
    assert "Abbott, Dean A1234AA 1-1-001 C ACCT To record Clashes with Dentist" in page
    assert house.audit.subjects(house.audit.recent(1)[0].id) == ("A1234AA",)


def test_the_link_of_a_session_leads_to_it(officer: Browser) -> None:
    page = officer.get("/activities").text
    link = page.split('href="/activities/session?')[1].split('"')[0].replace("&amp;", "&")
    assert officer.get(f"/activities/session?{link}").status_code == 200


def test_people_with_no_activity_are_named(officer: Browser) -> None:
    page = words(officer.get("/activities/without"))
    assert "People with no activity" in page
    assert "Dlamini, Thabo" in page
    assert "Abbott, Dean" not in page


def test_a_session_with_nothing_on_says_so(officer: Browser) -> None:
    assert "No activities are planned for this session." in words(
        officer.get("/activities?session=ED")
    )


def test_late_data_decides_nobody_absent(house: House, officer: Browser) -> None:
    house.desk.data_as_at = datetime(2026, 11, 24, 7, 0)
    assert "Do not decide that someone is absent by this alone" in words(officer.get("/activities"))


@pytest.mark.parametrize("path", ["/activities", "/activities/without", SESSION])
def test_another_prison_is_refused(officer: Browser, path: str) -> None:
    joint = "&" if "?" in path else "?"
    assert officer.get(f"{path}{joint}prison=NHI").status_code == 403


@pytest.mark.parametrize("path", ["/activities", "/activities/without", "/activities/expected.pdf"])
def test_without_a_caseload_there_is_nothing(house: House, path: str) -> None:
    assert "You have no caseload" in words(house.browser("NO_CASELOAD_USER").get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/activities/session?activity=Nothing",
        "/activities/nobody.pdf",
        "/activities/expected.exe",
    ],
)
def test_what_is_not_there_is_not_found(officer: Browser, path: str) -> None:
    assert officer.get(path).status_code == 404


def test_papers_are_on_record(house: House, officer: Browser) -> None:
    assert "Abbott" in officer.get("/activities/expected.csv").text
    assert house.audit.recent(1)[0].what == "EXPORT"
