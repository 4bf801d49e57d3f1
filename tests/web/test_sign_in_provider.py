"""Signing in at an OpenID Connect provider: a real one, in a process of its own."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gatehouse.audit import Action
from gatehouse.web import open_id
from tests.support.oidc_provider import CLIENT_SECRET
from tests.support.providing import TestProvider, provider_running

from .conftest import House, open_house
from .signing_in import (
    VARIABLE,
    callback,
    house_with_a_provider,
    sign_in,
    sign_in_settings,
    start,
)
from .visiting import Browser, csrf, words

OFFICER, START = "MOORLAND_OFFICER", "/sign-in/start?next=/roll"


@pytest.fixture(scope="module")
def running() -> Iterator[TestProvider]:
    with provider_running() as provider:
        yield provider


@pytest.fixture
def provider(running: TestProvider) -> TestProvider:
    running.misbehave()
    return running


@pytest.fixture
def house(tmp_path: Path, provider: TestProvider, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv(VARIABLE, CLIENT_SECRET)
    return open_house(tmp_path, demo=False, sign_in=sign_in_settings(provider.address))


def nobody_is_in(house: House, browser: Browser) -> bool:
    """The browser has no session, and the last record says that somebody was refused."""
    last = house.audit.recent(1)[0]
    signed_out = browser.get("/").status_code == 303
    return signed_out and (last.who, last.what) == ("nobody", Action.DENIED)


def test_someone_signs_in_and_sees_their_prisons(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    assert sign_in(provider, browser, OFFICER).headers["location"] == "/"
    page = words(browser.get("/"))
    assert "Morgan Ellis" in page
    assert "You can see Moorland (HMP & YOI)." in page
    (event,) = house.audit.recent(5)
    assert (event.who, event.what, event.outcome) == (OFFICER, Action.SIGN_IN, "signed in")
    assert event.parameters == {"provider": provider.address}


def test_the_sign_in_page_has_one_button_and_nobody_to_be(house: House) -> None:
    page = house.browser().get("/sign-in?next=/roll")
    assert page.text.count('data-module="govuk-button"') == 1
    assert 'href="/sign-in/start?next=%2Froll"' in page.text
    assert "Morgan Ellis" not in page.text


def test_they_come_back_to_the_page_they_asked_for(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    asked = browser.get("/changes?code=AB12").headers["location"]
    assert 'next=%2Fchanges%3Fcode%3DAB12"' in browser.get(asked).text
    back = sign_in(provider, browser, OFFICER, "/changes?code=AB12")
    assert back.headers["location"] == "/changes?code=AB12"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com", "//example.com", "/\\example.com", "javascript:x", "/\nx", "/" * 3000],
)
def test_signing_in_never_leads_elsewhere(
    house: House, provider: TestProvider, elsewhere: str
) -> None:
    assert sign_in(provider, house.browser(), OFFICER, elsewhere).headers["location"] == "/"


def test_roles_with_and_without_prefix_count(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    sign_in(provider, browser, "ASSURANCE_OFFICER")
    assert browser.get("/audit").status_code == 200
    sign_in(provider, browser, OFFICER)
    assert browser.get("/audit").status_code == 403


@pytest.mark.parametrize("roles", [None, "ROLE_GATEHOUSE_AUDIT ROLE_OTHER", {"a": 1}, [1, None]])
def test_roles_may_come_as_text_or_not_at_all(
    house: House, provider: TestProvider, roles: object
) -> None:
    provider.misbehave(claims={"authorities": roles})
    browser = house.browser()
    assert sign_in(provider, browser, OFFICER).status_code == 303
    assert browser.get("/audit").status_code == (200 if isinstance(roles, str) else 403)


def test_someone_without_a_name_is_shown_by_username(house: House, provider: TestProvider) -> None:
    provider.misbehave(claims={"name": None})
    browser = house.browser()
    sign_in(provider, browser, OFFICER)
    assert OFFICER in words(browser.get("/"))


def test_what_the_token_claims_of_caseloads_counts_for_nothing(
    house: House, provider: TestProvider
) -> None:
    provider.misbehave(claims={"caseloads": ["MDI"], "activeCaseLoadId": "MDI"})
    browser = house.browser()
    sign_in(provider, browser, "STRANGER")
    assert "Moorland" not in browser.get("/").text
    assert browser.get("/unlock/list?prison=MDI").status_code == 403


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        ({"claims": {"aud": "another-service"}}, "aud is wrong: invalid_claim"),
        ({"claims": {"aud": ["gatehouse", "another-service"]}}, "azp is wrong: missing_claim"),
        ({"claims": {"azp": "another-service"}}, "azp is wrong: invalid_claim"),
        ({"claims": {"aud": None}}, "aud is wrong: missing_claim"),
        ({"claims": {"iss": "https://elsewhere.example"}}, "iss is wrong: invalid_claim"),
        ({"claims": {"exp": int(time.time()) - 3600}}, "exp is wrong: expired_token"),
        ({"claims": {"exp": None}}, "exp is wrong: missing_claim"),
        ({"claims": {"iat": int(time.time()) + 3600}}, "iat is wrong: invalid_claim"),
        ({"claims": {"nonce": "of another sign-in"}}, "nonce is wrong: invalid_claim"),
        ({"claims": {"nonce": None}}, "nonce is wrong: missing_claim"),
        ({"claims": {"at_hash": "of another token"}}, "at_hash is wrong: invalid_claim"),
        ({"strange_key": True}, "none of the provider's keys"),
        ({"algorithm": "HS256"}, "cannot be checked: unsupported_algorithm"),
        ({"algorithm": "none"}, "cannot be checked: unsupported_algorithm"),
        ({"no_id_token": True}, "gave no ID token"),
    ],
)
def test_a_token_that_fails_a_check_signs_nobody_in(
    house: House,
    provider: TestProvider,
    caplog: pytest.LogCaptureFixture,
    faults: dict[str, object],
    why: str,
) -> None:
    provider.misbehave(**faults)
    browser = house.browser()
    answer = sign_in(provider, browser, OFFICER)
    assert answer.status_code == 403
    assert "Your sign-in could not be confirmed" in words(answer)
    assert nobody_is_in(house, browser)
    recorded = house.audit.recent(1)[0].outcome
    assert why in recorded
    reference = recorded.rsplit(" ", 1)[-1].rstrip(")")
    assert reference in answer.text
    assert reference in caplog.text
    for told in (answer.text, caplog.text, recorded):
        assert "eyJ" not in told
        assert "an-access-token" not in told
        assert CLIENT_SECRET not in told


@pytest.mark.parametrize(
    ("asked_ago", "status"), [(0, 303), (14 * 60, 303), (17 * 60, 403), (None, 403)]
)
def test_on_shared_computers_the_provider_must_have_asked_lately(
    house: House, provider: TestProvider, tmp_path: Path, asked_ago: int | None, status: int
) -> None:
    sign_in_at = replace(sign_in_settings(provider.address), ask_again_minutes=15)
    strict = open_house(tmp_path, demo=False, sign_in=sign_in_at)
    asked = None if asked_ago is None else int(time.time()) - asked_ago
    provider.misbehave(claims={"auth_time": asked})
    assert "max_age=900" in start(strict.browser())
    assert sign_in(provider, strict.browser(), OFFICER).status_code == status
    assert "max_age" not in start(house.browser())
    assert sign_in(provider, house.browser(), OFFICER).status_code == 303


def test_no_token_is_kept(house: House, provider: TestProvider) -> None:
    sign_in(provider, house.browser(), OFFICER)
    with house.state.connect() as connection:
        for table in ("web_session", "sign_in_attempt", "audit_event"):
            rows = str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())
            assert "eyJ" not in rows
            assert "an-access-token" not in rows


def test_an_answer_counts_once(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    address = callback(provider, browser, OFFICER)
    kept = dict(browser.client.cookies)
    assert browser.get(address).status_code == 303
    thief = Browser(house.app)
    thief.client.cookies.update(kept)
    again = thief.get(address)
    assert again.status_code == 403
    assert "Sign in again from the start" in words(again)
    assert nobody_is_in(house, thief)


def test_the_provider_too_redeems_a_code_once(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    used = parse_qs(urlsplit(callback(provider, browser, OFFICER)).query)["code"][0]
    first, second = callback(provider, browser, OFFICER), callback(provider, browser, OFFICER)
    code, other = (parse_qs(urlsplit(address).query)["code"][0] for address in (first, second))
    # A code that another sign-in's verifier asked for: PKCE refuses it.
    for wrong in (used, other):
        answer = browser.get(first.replace(code, wrong))
        assert "Sign in again from the start" in words(answer)
    assert nobody_is_in(house, browser)


@pytest.mark.parametrize("wrong", ["", "guess", "\ud83d", "é"])
def test_a_wrong_state_signs_nobody_in(house: House, provider: TestProvider, wrong: str) -> None:
    browser = house.browser()
    address = callback(provider, browser, OFFICER)
    state = parse_qs(urlsplit(address).query)["state"][0]
    sent = wrong.encode(errors="surrogatepass").decode("latin-1")
    answer = browser.get(address.replace(state, sent))
    assert answer.status_code == 403
    assert nobody_is_in(house, browser)
    assert browser.get("/sign-in/callback").status_code == 403


def test_an_answer_begun_in_another_browser_signs_nobody_in(
    house: House, provider: TestProvider
) -> None:
    """Or an attacker could send a victim the end of a sign-in, to work in the attacker's name."""
    attacker, victim = house.browser(), house.browser()
    address = callback(provider, attacker, "STRANGER")
    start(victim)
    assert victim.get(address).status_code == 403
    assert nobody_is_in(house, victim)


def test_an_answer_that_comes_late_signs_nobody_in(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    address = callback(provider, browser, OFFICER)
    house.clock.forward(minutes=11)
    assert "was begun too long ago" in words(browser.get(address))
    assert nobody_is_in(house, browser)


def test_two_tabs_may_sign_in_at_once(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    first, second = start(browser, "/roll"), start(browser, "/unlock")
    assert browser.get(provider.approve(first, OFFICER)).headers["location"] == "/roll"
    assert second != first


def test_a_planted_session_is_worth_nothing_after_sign_in(
    house: House, provider: TestProvider
) -> None:
    browser = house.browser()
    sign_in(provider, browser, "STRANGER")
    planted = browser.client.cookies["gatehouse-session"]
    sign_in(provider, browser, OFFICER)
    assert browser.client.cookies["gatehouse-session"] != planted
    attacker = Browser(house.app)
    attacker.client.cookies.set("gatehouse-session", planted)
    assert attacker.get("/").status_code == 303
    victim = Browser(house.app)
    victim.client.cookies.set("gatehouse-session", "made up", domain="testserver.local")
    sign_in(provider, victim, OFFICER)
    assert victim.client.cookies["gatehouse-session"] != "made up"


def test_a_new_key_of_the_provider_is_fetched(house: House, provider: TestProvider) -> None:
    sign_in(provider, house.browser(), OFFICER)
    before = provider.seen().count("keys")
    assert sign_in(provider, house.browser(), OFFICER).status_code == 303
    assert provider.seen().count("keys") == before, "keys are kept while they fit"
    provider.rotate()
    assert sign_in(provider, house.browser(), OFFICER).status_code == 303
    assert provider.seen().count("keys") == before + 1


@pytest.mark.parametrize(
    ("error", "heading", "status"),
    [
        ("access_denied", "You were not signed in", 403),
        ("login_required", "You were not signed in", 403),
        ("temporarily_unavailable", "You cannot sign in at the moment", 503),
        ("invalid_scope", "Sign-in is not set up correctly", 503),
        ("<b>eyJhb</b>", "Sign-in is not set up correctly", 503),
    ],
)
def test_a_no_of_the_provider_is_said_in_words(
    house: House, provider: TestProvider, error: str, heading: str, status: int
) -> None:
    provider.misbehave(refuse=error)
    browser = house.browser()
    answer = sign_in(provider, browser, OFFICER)
    assert answer.status_code == status
    assert heading in words(answer)
    assert "eyJ" not in answer.text + house.audit.recent(1)[0].outcome
    assert nobody_is_in(house, browser)


@pytest.mark.parametrize(
    ("faults", "heading"),
    [
        ({"token_status": 502}, "You cannot sign in at the moment"),
        ({"token_error": "temporarily_unavailable"}, "You cannot sign in at the moment"),
        ({"token_error": "unauthorized_client"}, "Sign-in is not set up correctly"),
        ({"claims": {"user_name": None}}, "Sign-in is not set up correctly"),
        ({"claims": {"user_name": "*PACK*"}}, "Sign-in is not set up correctly"),
        ({"claims": {"user_name": ["A", "B"]}}, "Sign-in is not set up correctly"),
    ],
)
def test_a_provider_that_does_not_fit_is_said_in_words(
    house: House, provider: TestProvider, faults: dict[str, object], heading: str
) -> None:
    provider.misbehave(**faults)
    browser = house.browser()
    answer = sign_in(provider, browser, OFFICER)
    assert answer.status_code == 503
    assert heading in words(answer)
    assert nobody_is_in(house, browser)


def test_another_providers_answer_is_refused(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    answer = browser.get(callback(provider, browser, OFFICER) + "&iss=https://elsewhere.example")
    assert "Your sign-in could not be confirmed" in words(answer)
    assert nobody_is_in(house, browser)


@pytest.mark.parametrize("secret", ["", "a wrong one"])
def test_without_the_right_secret_nobody_signs_in(
    house: House, provider: TestProvider, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv(VARIABLE, secret)
    answer = sign_in(provider, house.browser(), OFFICER)
    assert answer.status_code == 503
    assert "Sign-in is not set up correctly" in words(answer)


def test_a_description_of_another_issuer_is_refused(house: House, provider: TestProvider) -> None:
    provider.misbehave(issuer="https://elsewhere.example")
    answer = house.browser().get("/sign-in/start")
    assert answer.status_code == 503
    assert "Sign-in is not set up correctly" in words(answer)
    assert "not 'http://localhost" in house.audit.recent(1)[0].outcome


def test_a_provider_that_is_down_is_said_in_words(tmp_path: Path) -> None:
    with house_with_a_provider(tmp_path) as (house, provider):
        browser = house.browser()
        sign_in(provider, browser, OFFICER)
        late = house.browser()
        address = callback(provider, late, OFFICER, "/roll")
        provider.stop()
        for answer in (late.get(address), _unseen(house).browser().get(START)):
            assert answer.status_code == 503
            assert "The sign-in service does not answer" in words(answer)
            assert 'href="/sign-in/start?next=%2Froll"' in answer.text
        assert nobody_is_in(house, late)
        assert browser.get("/").status_code == 200, "who is in stays in"


def _unseen(house: House) -> House:
    """The house before it has ever reached its provider."""
    house.app.state.front.sign_in._described = None
    return house


def test_a_slow_provider_has_a_limit_and_holds_nobody_up(
    house: House, provider: TestProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_id, "_WHOLE_SECONDS", 1.0)
    provider.misbehave(delay=3)
    browser = house.browser()
    address = callback(provider, browser, OFFICER)
    took: list[float] = []

    async def pings() -> None:
        for _ in range(5):
            began = time.monotonic()
            assert (await browser.client.get("/ping")).status_code == 200
            took.append(time.monotonic() - began)
            await asyncio.sleep(0.05)

    async def both() -> tuple[int, float]:
        began = time.monotonic()
        answer, _ = await asyncio.gather(browser.client.get(address), pings())
        return answer.status_code, time.monotonic() - began

    status, whole = browser.run(both())
    assert status == 503
    assert whole < 2.5
    assert max(took) < 0.5


def test_signing_out_ends_the_session_here_and_there(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    sign_in(provider, browser, OFFICER)
    kept = dict(browser.client.cookies)
    page = browser.post("/sign-out", csrf=csrf(browser.get("/")))
    assert "You have signed out of Gatehouse" in words(page)
    ending = f"{provider.address}/end?client_id=gatehouse&amp;post_logout_redirect_uri="
    back = "http%3A%2F%2Ftestserver%2Fsign-out"
    assert f'content="0; url={ending}{back}"' in page.text
    thief = Browser(house.app)
    thief.client.cookies.update(kept)
    assert thief.get("/").status_code == 303
    assert [event.what for event in house.audit.recent(2)] == [Action.SIGN_OUT, Action.SIGN_IN]
    assert browser.get("/sign-out").headers["location"] == "/sign-in?why=out"


def test_the_way_back_from_the_provider_does_not_claim_that_one_is_out(
    house: House, provider: TestProvider
) -> None:
    browser = house.browser()
    sign_in(provider, browser, OFFICER)
    assert browser.get("/sign-out").headers["location"] == "/"
    assert browser.get("/").status_code == 200


def test_a_provider_without_a_place_to_sign_out_is_said(
    house: House, provider: TestProvider
) -> None:
    provider.misbehave(no_end_session=True)
    browser = house.browser()
    sign_in(provider, browser, OFFICER)
    moved = browser.post("/sign-out", csrf=csrf(browser.get("/")))
    assert moved.headers["location"] == "/sign-in?why=out-here"
    assert "close the browser before you leave it" in words(browser.get("/sign-in?why=out-here"))


def test_signing_out_works_with_the_provider_down(tmp_path: Path) -> None:
    with house_with_a_provider(tmp_path) as (house, provider):
        browser = house.browser()
        sign_in(provider, browser, OFFICER)
        _unseen(house)
        provider.stop()
        moved = browser.post("/sign-out", csrf=csrf(browser.get("/")))
        assert moved.headers["location"] == "/sign-in?why=out-here"
        assert browser.get("/").status_code == 303


def test_a_session_ends_after_15_idle_minutes(house: House, provider: TestProvider) -> None:
    browser = house.browser()
    sign_in(provider, browser, OFFICER)
    house.clock.forward(minutes=16)
    moved = browser.get("/roll")
    assert moved.headers["location"] == "/sign-in?next=%2Froll&why=expired"


def test_a_session_of_the_demonstration_opens_nothing(house: House, tmp_path: Path) -> None:
    demo = open_house(tmp_path, state=house.state)
    browser = demo.browser(OFFICER)
    assert browser.get("/").status_code == 200
    elsewhere = Browser(house.app)
    elsewhere.client.cookies.update(dict(browser.client.cookies))
    assert elsewhere.get("/").status_code == 303


def test_personas_are_refused(house: House) -> None:
    answer = house.browser().post("/sign-in", username=OFFICER, csrf="any")
    assert answer.status_code == 403
    last = house.audit.recent(1)[0]
    assert (last.who, last.what) == (OFFICER, Action.DENIED)


def test_the_demonstration_sends_nobody_to_a_provider(tmp_path: Path) -> None:
    browser = open_house(tmp_path).browser()
    assert browser.get("/sign-in/start?next=/roll").headers["location"] == "/sign-in?next=%2Froll"
    for query in ("code=x&state=y", f"username={OFFICER}"):
        assert browser.get(f"/sign-in/callback?{query}").headers["location"] == "/sign-in"
    assert browser.get("/").status_code == 303


def test_without_a_provider_nobody_is_sent_anywhere(tmp_path: Path) -> None:
    answer = open_house(tmp_path, demo=False).browser().get("/sign-in/start")
    assert answer.status_code == 503
    assert "Sign-in is not set up correctly" in words(answer)
