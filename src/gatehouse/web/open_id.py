"""Signing in at an OpenID Connect provider, such as HMPPS Auth: authorization code flow and PKCE.

Tokens are used once, to learn who signed in, and kept nowhere. Each conversation with the
provider has its own connection and a limit in time, and waits without holding anybody else up.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gatehouse.operations.provider import (
    SECONDS,
    Provider,
    ProviderWrongError,
    description_of,
)
from gatehouse.operations.sign_in import SecretError, SignInSettings
from gatehouse.web.attempts import Attempt
from gatehouse.web.id_token import UnknownKeyError, checked_claims, person_of
from gatehouse.web.person import Person
from gatehouse.web.personas import Persona
from gatehouse.web.signing_in import (
    NotAnsweringError,
    NotConnectedError,
    RefusedError,
    UnknownAttemptError,
    UntrustedAnswerError,
)

_WHOLE_SECONDS = 15.0  # for everything that one page asks of the provider
_KEPT_FOR = timedelta(hours=1)  # what the provider says of itself
_CODE = re.compile(r"[a-z_]{1,40}")
_NO_TO_THIS_PERSON = {
    "access_denied",
    "login_required",
    "consent_required",
    "interaction_required",
    "account_selection_required",
}
_NOT_WELL = {"server_error", "temporarily_unavailable"}


class OpenId:
    """One provider. `utc_now` has a zone: signatures are dated in UTC."""

    people: tuple[Persona, ...] = ()

    def __init__(self, settings: SignInSettings, utc_now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._utc_now = utc_now
        # Made once: reading the authorities that this computer trusts takes a while.
        self._trust = ssl.create_default_context()
        self._described: tuple[Provider, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    @property
    def provider(self) -> str:
        """The issuer."""
        return self._settings.issuer

    async def begin(self, attempt: Attempt) -> str:
        """The provider's page to sign in at."""
        async with self._talking("") as client:
            provider = await self._provider(client)
            address, _ = client.create_authorization_url(
                provider.authorization,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                **self._how_fresh(),
            )
        return address

    async def finish(self, answer: Mapping[str, str], attempt: Attempt | None) -> Person:
        """Redeem the code of the answer, check the ID token, and read who it is of."""
        if attempt is None:
            raise UnknownAttemptError("the answer is to no sign-in that this browser began")
        self._check_answer(answer)
        try:
            secret = await asyncio.to_thread(self._settings.secret.read)
        except SecretError as error:
            raise NotConnectedError(str(error)) from None
        async with self._talking(secret) as client:
            provider = await self._provider(client)
            tokens = await client.fetch_token(
                provider.token,
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=attempt.verifier,
            )
            claims = await self._claims(client, tokens, attempt)
        return person_of(claims, self._settings)

    async def sign_out(self) -> str | None:
        """The provider's page to sign out at, which leads back to ours."""
        if self._settings.sign_out_url:
            return self._settings.sign_out_url
        try:
            async with self._talking("") as client:
                ending = (await self._provider(client)).sign_out
        except (NotAnsweringError, NotConnectedError):
            return None
        if ending is None:
            return None
        back = urlencode(
            {
                "client_id": self._settings.client_id,
                "post_logout_redirect_uri": self._settings.signed_out,
            }
        )
        return f"{ending}{'&' if urlsplit(ending).query else '?'}{back}"

    def _how_fresh(self) -> dict[str, int]:
        """Ask the provider to ask again whom it asked too long ago."""
        minutes = self._settings.ask_again_minutes
        return {"max_age": 60 * minutes} if minutes else {}

    def _check_answer(self, answer: Mapping[str, str]) -> None:
        """Refuse an answer that is a no, and one that another provider gave (RFC 9207)."""
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:
            raise UntrustedAnswerError("another provider answered")
        if "error" in answer:
            code = answer["error"] if _CODE.fullmatch(answer["error"]) else "an unknown error"
            said = f"the provider said {code}"
            if code in _NO_TO_THIS_PERSON:
                raise RefusedError(said)
            raise NotAnsweringError(said) if code in _NOT_WELL else NotConnectedError(said)
        if not answer.get("code"):
            raise UntrustedAnswerError("the answer has no code")

    @asynccontextmanager
    async def _talking(self, secret: str) -> AsyncIterator[AsyncOAuth2Client]:
        """A client for one conversation; what goes wrong in it is said in our own words."""
        try:
            async with (
                asyncio.timeout(_WHOLE_SECONDS),
                AsyncOAuth2Client(
                    self._settings.client_id,
                    secret,
                    scope=" ".join(self._settings.scopes),
                    redirect_uri=self._settings.callback,
                    code_challenge_method="S256",
                    timeout=SECONDS,
                    verify=self._trust,
                ) as client,
            ):
                yield client
        except OAuthError as error:
            raise _no_token(str(error.error)) from None
        except httpx2.HTTPStatusError as error:
            raise NotAnsweringError(f"the provider answered {error.response.status_code}") from None
        except (httpx2.HTTPError, TimeoutError) as error:
            kind = type(error).__name__
            raise NotAnsweringError(f"the provider did not answer: {kind}") from None
        except (ProviderWrongError, httpx2.InvalidURL) as error:
            raise NotConnectedError(str(error)) from None
        except (ValueError, JoseError) as error:
            kind = type(error).__name__
            raise NotAnsweringError(f"the provider's answer cannot be read: {kind}") from None

    async def _provider(self, client: AsyncOAuth2Client) -> Provider:
        if self._described is None or self._old(self._described[1]):
            document = await self._fetch(client, description_of(self._settings.issuer))
            provider = Provider.described(document, self._settings.issuer)
            self._described = provider, self._utc_now()
        return self._described[0]

    async def _claims(
        self, client: AsyncOAuth2Client, tokens: Mapping[str, object], attempt: Attempt
    ) -> Mapping[str, object]:
        """The checked claims; unknown keys are asked for once more, since providers change them."""
        if self._keys is not None and not self._old(self._keys[1]):
            try:
                return self._check(tokens, self._keys[0], attempt)
            except UnknownKeyError:
                self._keys = None
        provider = await self._provider(client)
        document = await self._fetch(client, provider.keys)
        self._keys = _key_set(document), self._utc_now()
        try:
            return self._check(tokens, self._keys[0], attempt)
        except UnknownKeyError as error:
            raise UntrustedAnswerError(
                f"the ID token is signed with none of the provider's keys: {error}"
            ) from None

    def _check(
        self, tokens: Mapping[str, object], keys: KeySet, attempt: Attempt
    ) -> Mapping[str, object]:
        return checked_claims(tokens, keys, attempt, self._settings, self._utc_now())

    async def _fetch(self, client: AsyncOAuth2Client, address: str) -> dict[str, object]:
        answer = await client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        document = answer.json()
        if not isinstance(document, dict):
            raise ProviderWrongError(f"{address} is not a JSON object")
        return document

    def _old(self, since: datetime) -> bool:
        return self._utc_now() - since > _KEPT_FOR


def _key_set(document: Mapping[str, object]) -> KeySet:
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise ProviderWrongError("its set of keys has no list of keys")
    return KeySet.import_key_set({"keys": keys})


def _no_token(code: str) -> UnknownAttemptError | NotAnsweringError | NotConnectedError:
    """What it means that the provider gave no token for a code."""
    if code == "invalid_grant":
        return UnknownAttemptError("the provider does not accept the code: used, or too late")
    said = f"the provider gave no token: {code if _CODE.fullmatch(code) else 'an unknown error'}"
    return NotAnsweringError(said) if code in _NOT_WELL else NotConnectedError(said)
