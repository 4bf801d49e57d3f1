"""Browsers on their way to the sign-in provider and back: what was asked, and from which one.

Each attempt counts once, in the browser that made it, for ten minutes. An answer that somebody
else began, that is replayed, or that comes late therefore signs nobody in.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert

from gatehouse.operations.clock import Clock
from gatehouse.state.tables import sign_in_attempt

LIFETIME = timedelta(minutes=10)
_NEXT_PAGE_LIMIT = 2048


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was asked of the provider.

    `state` comes back in the address and `nonce` inside the ID token; `verifier` proves to the
    provider that the code is redeemed by whom it was asked by (PKCE). `next_page` is the page to
    show afterwards.
    """

    state: str
    nonce: str
    verifier: str
    next_page: str


class Attempts:
    """The attempts of one state database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, browser: str, next_page: str) -> Attempt:
        """A new attempt of the browser with this secret. Sweeps away those too old to count."""
        kept = next_page if len(next_page) <= _NEXT_PAGE_LIMIT else "/"
        attempt = Attempt(_secret(), _secret(), _secret(), kept)
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(
                delete(sign_in_attempt).where(sign_in_attempt.c.started_at < now - LIFETIME)
            )
            connection.execute(
                insert(sign_in_attempt).values(
                    state_hash=_hash(attempt.state),
                    browser_hash=_hash(browser),
                    nonce=attempt.nonce,
                    verifier=attempt.verifier,
                    next_page=attempt.next_page,
                    started_at=now,
                )
            )
        return attempt

    def take(self, state: str, browser: str) -> Attempt | None:
        """The attempt with this state, used up; None when this browser has none that counts."""
        with self._engine.begin() as connection:
            row = connection.execute(
                delete(sign_in_attempt)
                .where(
                    sign_in_attempt.c.state_hash == _hash(state),
                    sign_in_attempt.c.browser_hash == _hash(browser),
                )
                .returning(sign_in_attempt)
            ).one_or_none()
        if row is None or _too_old(row.started_at, self._clock()):
            return None
        return Attempt(state, row.nonce, row.verifier, row.next_page)


def _too_old(started: datetime, now: datetime) -> bool:
    return now - started > LIFETIME


def _secret() -> str:
    return secrets.token_urlsafe(48)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
