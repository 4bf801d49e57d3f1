"""Whatever stands in a token's place, nobody is signed in by it, and only our own errors come."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from gatehouse.web.attempts import Attempt
from gatehouse.web.forms import local_path
from gatehouse.web.id_token import UnknownKeyError, checked_claims, person_of
from gatehouse.web.signing_in import NotConnectedError, UntrustedAnswerError

from .signing_in import sign_in_settings

KEY = RSAKey.generate_key(2048, auto_kid=True)
KEYS = KeySet([RSAKey.import_key(KEY.as_dict(private=False))])
SETTINGS = sign_in_settings("https://provider.example")
ATTEMPT = Attempt("state", "nonce", "verifier", "/")
NOW = datetime.now(UTC)
PATIENT = settings(deadline=None)  # the first signature to be checked takes its time
RIGHT = {
    "iss": SETTINGS.issuer, "aud": SETTINGS.client_id, "sub": "1", "user_name": "USER",
    "iat": int(time.time()), "exp": int(time.time()) + 300, "nonce": "nonce",
}  # fmt: skip
TOKEN = jwt.encode({"alg": "RS256", "kid": KEY.kid}, RIGHT, KEY)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def check(token: object) -> None:
    checked_claims({"id_token": token}, KEYS, ATTEMPT, SETTINGS, NOW)


def test_the_right_token_is_accepted() -> None:
    check(TOKEN)


@PATIENT
@given(JSON | st.builds(".".join, st.lists(st.text(), min_size=3, max_size=5)))
def test_what_is_no_token_is_refused(token: object) -> None:
    with pytest.raises((UntrustedAnswerError, UnknownKeyError)):
        check(token)


@PATIENT
@given(st.integers(0, len(TOKEN) - 2), st.sampled_from("AZaz09-_.~é\0"))
def test_a_changed_token_is_refused(place: int, letter: str) -> None:
    # All but the last letter of each part: some of its bits say nothing.
    if TOKEN[place] == letter or TOKEN[place + 1] == ".":
        return
    with pytest.raises((UntrustedAnswerError, UnknownKeyError)):
        check(TOKEN[:place] + letter + TOKEN[place + 1 :])


@PATIENT
@given(st.sampled_from(sorted(RIGHT.keys() - {"sub", "user_name"})), JSON)
def test_a_claim_of_any_other_shape_is_refused(name: str, value: object) -> None:
    if (
        value == RIGHT[name]
        or (name == "exp" and _later(value))
        or (name == "iat" and _past(value))
    ):
        return
    if name == "aud" and value == [RIGHT["aud"]]:
        return
    token = jwt.encode({"alg": "RS256", "kid": KEY.kid}, RIGHT | {name: value}, KEY)
    with pytest.raises(UntrustedAnswerError):
        check(token)


def _later(value: object) -> bool:
    return isinstance(value, int | float) and value > time.time() - 120


def _past(value: object) -> bool:
    return isinstance(value, int | float) and value < time.time() + 120


@PATIENT
@given(JSON)
def test_a_username_is_a_plain_one_or_nobody_is_signed_in(value: object) -> None:
    try:
        person = person_of({"user_name": value, "name": value, "authorities": value}, SETTINGS)
    except NotConnectedError:
        return
    assert person.username == value
    assert person.username.isprintable()


@PATIENT
@given(st.text() | st.builds("/".join, st.lists(st.text(max_size=3))))
def test_no_page_to_go_to_leaves_the_service(address: str) -> None:
    kept = local_path(address)
    assert kept.startswith("/")
    # Browsers drop tabs and ends of line, and read \\ as /.
    seen = "".join(letter for letter in kept if letter not in "\t\r\n").replace("\\", "/")
    assert not seen.startswith("//")
