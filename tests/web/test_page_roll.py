"""The roll: figures, their sum, and the names behind them."""

from datetime import datetime

import pytest

from .conftest import House
from .visiting import Browser, words


@pytest.fixture
def officer(house: House) -> Browser:
    return house.browser("MOORLAND_OFFICER")


def test_the_figures_are_those_staff_know(officer: Browser) -> None:
    page = words(officer.get("/roll"))
    assert "Unlock roll 6 as of 00:01; today's movements alone would give 7" in page
    assert "Current population 8" in page
    assert "In today 2 Show names" in page
    assert "Out today 0 Currently out 1" in page
    assert "Working capacity Beds available Maximum capacity Spaces to maximum" in page
    assert "House block 1 6 5 1 1 8 2 10 4 1 1 1-1 3 3 1 0 4 1 5 2 1 0" in page
    assert "All wings 7 6 1 1 9 2 12 5 1 1" in page


def test_the_roll_adds_up_on_its_face(officer: Browser) -> None:
    assert (
        "6 on the wings + 1 in reception + 0 without a cell + 1 could not be placed. "
        "Roll (in): 8 + 1 out. In our care: 9."
    ) in words(officer.get("/roll"))


def test_the_figures_name_nobody_and_the_names_are_on_record(
    house: House, officer: Browser
) -> None:
    assert "A7890GG" not in officer.get("/roll").text
    page = words(officer.get("/roll/in-today"))
    assert "Green, Aaron A7890GG 07:50 From court ACCT" in page
    assert "2 people, of whom 1 cannot be named to you" in page
    named, figures = house.audit.recent(2)
    assert house.audit.subjects(named.id) == ("A7890GG",)
    assert figures.subject_count == 0


def test_a_figure_without_names_says_so(officer: Browser) -> None:
    assert "There is nobody to show here." in words(officer.get("/roll/no-cell"))


def test_a_list_that_is_none_is_not_found(officer: Browser) -> None:
    assert officer.get("/roll/everybody").status_code == 404


def test_a_late_roll_must_not_be_agreed(house: House, officer: Browser) -> None:
    house.desk.data_as_at = datetime(2026, 11, 24, 7, 0)
    page = words(officer.get("/roll"))
    assert "This roll is out of date" in page
    assert "Do not agree a roll or account for anyone in a fire by this alone" in page


@pytest.mark.parametrize("path", ["/roll?prison=NHI", "/roll/in-today?prison=NHI"])
def test_another_prisons_roll_is_refused(officer: Browser, path: str) -> None:
    assert officer.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/roll", "/roll/in-today"])
def test_without_a_caseload_there_are_no_figures(house: House, path: str) -> None:
    assert "You have no caseload" in words(house.browser("NO_CASELOAD_USER").get(path))


def test_someone_with_several_prisons_chooses_one(house: House) -> None:
    assert "Which prison?" in words(house.browser("TWO_PRISON_GOVERNOR").get("/roll"))


@pytest.mark.parametrize(
    ("path", "what", "named"),
    [("figures.csv", "EXPORT", 0), ("names.csv", "EXPORT", 4), ("names.pdf", "PRINT", 4)],
)
def test_papers_of_the_roll_are_on_record(
    house: House, officer: Browser, path: str, what: str, named: int
) -> None:
    answer = officer.get(f"/roll/{path}")
    assert "roll-" in answer.headers["content-disposition"]
    event = house.audit.recent(1)[0]
    assert event.what == what
    assert len(house.audit.subjects(event.id)) == min(named, 3)


@pytest.mark.parametrize("path", ["/roll/figures.exe", "/roll/everyone.pdf", "/unlock/exe"])
def test_papers_that_are_none_are_not_found(officer: Browser, path: str) -> None:
    assert officer.get(path).status_code == 404
