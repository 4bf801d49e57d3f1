"""Signed-in browsers, kept on the server: the cookie is a random name for a row, nothing more.

Prison computers are shared, so a session ends after 15 minutes without a request, and after
10 hours whatever happens.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from gatehouse.operations.clock import Clock
from gatehouse.state.tables import web_session
from gatehouse.web.person import Person

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
# Writing at every request would make each page a write; half a minute is exact enough.
_TOUCH_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in at one browser and by which provider, and the secret its forms carry."""

    person: Person
    provider: str
    csrf: str


class Sessions:
    """The sessions of one state database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def start(self, person: Person, provider: str) -> str:
        """Begin a session; the token for the cookie. Sweeps away sessions that have ended."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(
                delete(web_session).where(
                    (web_session.c.last_seen_at < now - IDLE)
                    | (web_session.c.created_at < now - ABSOLUTE)
                )
            )
            connection.execute(
                insert(web_session).values(
                    token_hash=_hash(token),
                    provider=provider,
                    username=person.username,
                    name=person.name,
                    roles=sorted(person.roles),
                    created_at=now,
                    last_seen_at=now,
                    csrf=secrets.token_urlsafe(32),
                )
            )
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, kept alive; None when it never was or has ended."""
        now = self._clock()
        with self._engine.connect() as connection:
            row = connection.execute(
                select(web_session).where(web_session.c.token_hash == _hash(token))
            ).one_or_none()
        if row is None:
            return None
        if not _alive(row.created_at, row.last_seen_at, now):
            self.end(token)
            return None
        if abs(now - row.last_seen_at) > _TOUCH_AFTER:
            self._touch(token, now)
        person = Person(row.username, row.name, frozenset(row.roles))
        return Session(person, row.provider, row.csrf)

    def end(self, token: str) -> None:
        """Forget a session; no harm when there is none."""
        with self._engine.begin() as connection:
            connection.execute(delete(web_session).where(web_session.c.token_hash == _hash(token)))

    def check(self) -> None:
        """Raise the database's error when sessions cannot be read."""
        with self._engine.connect() as connection:
            connection.execute(select(web_session.c.token_hash).limit(1))

    def _touch(self, token: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(web_session)
                .where(web_session.c.token_hash == _hash(token))
                .values(last_seen_at=now)
            )


def _alive(created: datetime, seen: datetime, now: datetime) -> bool:
    """Local time can jump an hour: in autumn a session may seem to start in the future."""
    return now - seen <= IDLE and now - created <= ABSOLUTE


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
