"""The ID token: proof, signed by the provider, of who signed in, for whom and when."""

import re
from collections.abc import Mapping
from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from gatehouse.operations.sign_in import SignInSettings
from gatehouse.web.attempts import Attempt
from gatehouse.web.person import Person
from gatehouse.web.signing_in import NotConnectedError, UntrustedAnswerError

# Signed with a private key that only the provider has: never a shared secret, never "none".
_ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    "EdDSA", "Ed25519",
)  # fmt: skip
_CLOCKS_DIFFER_BY = 60  # seconds
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+'-]{0,127}")
_NAME_LIMIT, _ROLE_LIMIT = 256, 128


class UnknownKeyError(Exception):
    """None of the keys at hand made the signature; the provider may have newer ones."""


def checked_claims(
    tokens: Mapping[str, object],
    keys: KeySet,
    attempt: Attempt,
    settings: SignInSettings,
    now: datetime,
) -> Mapping[str, object]:
    """The claims of the ID token among these tokens, once signature, issuer, audience, expiry
    and nonce are right.

    Raises `UnknownKeyError` when no key fits, and `UntrustedAnswerError` for anything else.
    """
    id_token = tokens.get("id_token")
    if not isinstance(id_token, str):
        raise UntrustedAnswerError("the provider gave no ID token; is the scope openid allowed?")
    try:
        token = jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": settings.issuer},
                "aud": {"essential": True, "value": settings.client_id},
            },
            params={
                "nonce": attempt.nonce,
                "client_id": settings.client_id,
                "access_token": tokens.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=_CLOCKS_DIFFER_BY)
        _check_freshness(claims, settings, now)
    except (InvalidKeyIdError, BadSignatureError) as error:
        raise UnknownKeyError(error.error) from None
    except ClaimError as error:
        raise UntrustedAnswerError(
            f"the ID token's {error.claim} is wrong: {error.error}"
        ) from None
    except JoseError as error:
        raise UntrustedAnswerError(f"the ID token cannot be checked: {error.error}") from None
    except (ValueError, TypeError) as error:
        # From the library, on text that is no token: its message may quote the text.
        kind = type(error).__name__
        raise UntrustedAnswerError(f"the ID token cannot be read: {kind}") from None
    return claims


def _check_freshness(claims: Mapping[str, object], settings: SignInSettings, now: datetime) -> None:
    """Refuse somebody whom the provider asked too long ago, where that is limited."""
    if settings.ask_again_minutes is None:
        return
    asked = claims.get("auth_time")
    if not isinstance(asked, int | float):
        raise UntrustedAnswerError(
            "the ID token does not say when its owner was asked (auth_time); "
            "take sign_in.ask_again_minutes out if the provider cannot say"
        )
    # Written so that a time which is no number at all is too long ago.
    if not now.timestamp() - asked <= 60 * settings.ask_again_minutes + _CLOCKS_DIFFER_BY:
        raise UntrustedAnswerError("the provider asked too long ago, and did not ask again")


def person_of(claims: Mapping[str, object], settings: SignInSettings) -> Person:
    """The person an account is of. Roles that are not given are not held.

    Raises `NotConnectedError` when the claim that is set up for the username holds none.
    """
    username = claims.get(settings.username_claim)
    if not isinstance(username, str) or not _USERNAME.fullmatch(username):
        raise NotConnectedError(
            f"the ID token's claim {settings.username_claim!r} is not a username; "
            "check sign_in.username_claim"
        )
    name = claims.get(settings.name_claim)
    shown = " ".join(name.split())[:_NAME_LIMIT] if isinstance(name, str) else ""
    return Person(username, shown or username, _roles(claims.get(settings.roles_claim)))


def _roles(claim: object) -> frozenset[str]:
    """Roles as a list, or as one text with spaces or commas between them."""
    if isinstance(claim, str):
        claim = re.split(r"[\s,]+", claim)
    if not isinstance(claim, list):
        return frozenset()
    return frozenset(
        role for role in claim if isinstance(role, str) and 0 < len(role) <= _ROLE_LIMIT
    )
