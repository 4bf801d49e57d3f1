"""Signing in and out, and what keeps a session safe on a shared computer."""

from pathlib import Path

import pytest

from .conftest import House, open_house
from .visiting import Browser, csrf, words


def test_a_persona_signs_in_and_is_named_on_the_home_page(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    page = words(browser.get("/"))
    assert "Morgan Ellis" in page
    assert "You can see Moorland (HMP & YOI)." in page


def test_signing_in_and_out_are_on_record(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    browser.post("/sign-out", csrf=csrf(browser.get("/")))
    assert [(event.who, event.what) for event in house.audit.recent(5)] == [
        ("MOORLAND_OFFICER", "SIGN_OUT"),
        ("MOORLAND_OFFICER", "SIGN_IN"),
    ]


def test_after_signing_out_the_old_cookie_opens_nothing(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    kept = dict(browser.client.cookies)
    browser.post("/sign-out", csrf=csrf(browser.get("/")))
    thief = Browser(house.app)
    thief.client.cookies.update(kept)
    assert thief.get("/").headers["location"].startswith("/sign-in")


def test_the_token_is_not_stored(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    token = browser.client.cookies["gatehouse-session"]
    with house.state.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM web_session").fetchall()
    assert token not in str(rows)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 303)])
def test_a_session_ends_after_15_idle_minutes(house: House, minutes: int, status: int) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    house.clock.forward(minutes=minutes)
    assert browser.get("/").status_code == status


def test_a_session_ends_after_10_hours_however_busy(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    for _ in range(60):
        house.clock.forward(minutes=10)
        assert browser.get("/").status_code == 200
    house.clock.forward(minutes=1)
    moved = browser.get("/")
    assert moved.headers["location"] == "/sign-in?why=expired"
    assert "You were signed out because" in words(browser.get(moved.headers["location"]))


def test_someone_signed_out_comes_back_to_the_page_they_asked_for(house: House) -> None:
    browser = house.browser()
    asked = browser.get("/changes?code=AB12").headers["location"]
    page = browser.get(asked)
    assert 'name="next" value="/changes?code=AB12"' in page.text
    signed_in = browser.post(
        "/sign-in", csrf=csrf(page), username="MOORLAND_OFFICER", next="/changes?code=AB12"
    )
    assert signed_in.headers["location"] == "/changes?code=AB12"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com", "//example.com", "/\\example.com", "javascript:x", "/\nx"]
)
def test_signing_in_never_leads_elsewhere(house: House, elsewhere: str) -> None:
    assert house.browser().sign_in("MOORLAND_OFFICER", elsewhere).headers["location"] == "/"


def test_nobody_chosen_is_told_so_at_the_choice(house: House) -> None:
    answer = house.browser().sign_in("")
    assert answer.status_code == 400
    assert words(answer).count("Choose who you want to be") == 2


def test_an_unknown_person_cannot_sign_in(house: House) -> None:
    assert house.browser().sign_in("SOMEBODY_ELSE").status_code == 400


def test_the_sign_in_form_needs_its_secret(house: House) -> None:
    answer = house.browser().post("/sign-in", username="MOORLAND_OFFICER", csrf="guess")
    assert answer.status_code == 403
    assert "gatehouse-session" not in answer.headers.get("set-cookie", "")


def test_signing_out_needs_the_secret(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    assert browser.post("/sign-out", csrf="guess").status_code == 403
    assert browser.get("/").status_code == 200


def test_a_form_from_another_site_is_refused(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    secret = csrf(browser.get("/"))
    answer = browser.post("/sign-out", origin="https://example.com", csrf=secret)
    assert answer.status_code == 403


def test_personas_are_refused_outside_the_demonstration(tmp_path: Path) -> None:
    house = open_house(tmp_path, demo=False)
    browser = Browser(house.app)
    page = browser.get("/sign-in")
    assert "You cannot sign in to this service yet" in words(page)
    assert "Morgan Ellis" not in page.text
    answer = browser.post("/sign-in", username="MOORLAND_OFFICER", csrf="any")
    assert answer.status_code == 403
    assert house.audit.recent(1)[0].what == "DENIED"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(tmp_path: Path) -> None:
    house = open_house(tmp_path, secure_cookies=True)
    browser = Browser(house.app, "https://testserver")
    answer = browser.sign_in("MOORLAND_OFFICER")
    (cookie,) = [
        value
        for value in answer.headers.get_list("set-cookie")
        if value.startswith("__Host-gatehouse-session=") and "Max-Age=0" not in value
    ]
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    assert browser.get("/").status_code == 200


def test_the_secret_of_a_form_differs_on_every_page(house: House) -> None:
    browser = house.browser("MOORLAND_OFFICER")
    first, second = csrf(browser.get("/")), csrf(browser.get("/"))
    assert first != second
    assert browser.post("/sign-out", csrf=first).headers["location"] == "/sign-in?why=out"


@pytest.mark.parametrize("guess", ["", "00", "zz", "é" * 20, "00" * 86])
def test_a_guessed_secret_is_refused(house: House, guess: str) -> None:
    assert house.browser("MOORLAND_OFFICER").post("/sign-out", csrf=guess).status_code == 403
