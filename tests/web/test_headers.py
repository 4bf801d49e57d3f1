"""What every answer tells the browser."""

import pytest

from .conftest import House

PATHS = ["/sign-in", "/", "/nothing-here", "/health", "/sign-in?next=%00"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_scripts_frames_and_keeping(house: House, path: str) -> None:
    headers = house.browser().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing-here"])
def test_pages_carry_no_inline_script_or_style(house: House, path: str) -> None:
    page = house.browser("MOORLAND_OFFICER").get(path).text
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == 1


def test_the_style_sheet_may_be_kept_for_ever(house: House) -> None:
    browser = house.browser()
    page = browser.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) < 150_000
    assert b"GDS Transport" not in answer.content
    assert b"crown" not in answer.content


def test_probes_answer(house: House) -> None:
    browser = house.browser()
    for path in ("/ping", "/health/ping", "/health/liveness", "/health/readiness"):
        assert browser.get(path).json() == {"status": "UP"}
    health = browser.get("/health").json()
    assert health["status"] == "UP"
    assert health["components"]["servingCopy"]["details"]["late"] is False


def test_a_serving_copy_that_does_not_answer_is_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("secret path")

    monkeypatch.setattr(house.desk, "moment", broken)
    for path in ("/health", "/health/readiness"):
        answer = house.browser().get(path)
        assert answer.status_code == 503
        assert answer.json()["status"] == "DOWN"
        assert "secret" not in answer.text


def test_an_unforeseen_fault_says_what_to_do_and_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_caller: object) -> None:
        raise RuntimeError("A1234AA")

    browser = house.browser("MOORLAND_OFFICER")
    monkeypatch.setattr(house.desk, "prisons", broken)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in answer.text
    assert "A1234AA" not in answer.text
    assert "content-security-policy" in answer.headers
