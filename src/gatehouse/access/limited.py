"""Limited-access people: whom certain staff must not see, or only certain staff may (R-LAO)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import duckdb

FEED_LIMIT = timedelta(hours=24)

ANYBODY: Final = "*PACK*"
"""The username of a list made for whoever holds it, such as one of the continuity pack. No person
has it; since the holder may be someone the feed excludes, it sees nobody who is in the feed."""

_LIMITS = "SELECT prison_number, kind, username, since, until FROM config.limited_access"
_FEED = "SELECT max(as_at) FROM config.limited_access_feed"


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the feed. An open `until` never ends; an open `since` has always begun.

    `kind` is "exclusion" (this user must not see the person) or "restriction" (only users so
    listed may).
    """

    prison_number: str
    kind: str
    username: str
    since: datetime | None
    until: datetime | None

    def is_active(self, now: datetime) -> bool:
        """Whether it is in force (R-LAO-1)."""
        begun = self.since is None or self.since <= now
        return begun and (self.until is None or self.until > now)


@dataclass(frozen=True, slots=True)
class _Limits:
    excluded: frozenset[str]
    restricted: bool
    named: frozenset[str]


class LimitedAccess:
    """Who may see whom at one moment.

    While the feed is older than its limit, nobody in it may be seen by anyone it does not name.
    """

    def __init__(
        self,
        limits: Iterable[Limit],
        *,
        feed_as_at: datetime | None,
        now: datetime,
        feed_limit: timedelta = FEED_LIMIT,
    ) -> None:
        self.is_stale = feed_as_at is None or now - feed_as_at > feed_limit
        self._people: Mapping[str, _Limits] = _by_person(limits, now, stale=self.is_stale)

    @classmethod
    def load(
        cls, cursor: duckdb.DuckDBPyConnection, now: datetime, feed_limit: timedelta = FEED_LIMIT
    ) -> "LimitedAccess":
        """Read the feed from the serving copy, at the cursor's moment; `now` is local time."""
        limits = [Limit(*row) for row in cursor.execute(_LIMITS).fetchall()]
        # All of it: a result left unfinished keeps the cursor from its next query.
        newest = cursor.execute(_FEED).fetchall()
        as_at = newest[0][0] if newest else None
        return cls(limits, feed_as_at=as_at, now=now, feed_limit=feed_limit)

    def __bool__(self) -> bool:
        """Whether anybody is in the feed."""
        return bool(self._people)

    def may_see(self, username: str, prison_number: str) -> bool:
        """Whether a user may see a person. Exclusion beats restriction."""
        limits = self._people.get(_key(prison_number))
        if limits is None:
            return True
        user = _key(username)
        if user == ANYBODY or user in limits.excluded:
            return False
        return not limits.restricted or user in limits.named


def _by_person(limits: Iterable[Limit], now: datetime, *, stale: bool) -> dict[str, _Limits]:
    rows: defaultdict[str, list[Limit]] = defaultdict(list)
    for limit in limits:
        # A limit that has ended may have been renewed in the news that a stale feed lacks.
        if stale or limit.is_active(now):
            rows[_key(limit.prison_number)].append(limit)
    return {person: _combined(held, now, stale=stale) for person, held in rows.items()}


def _combined(limits: list[Limit], now: datetime, *, stale: bool) -> _Limits:
    exclusions = [limit for limit in limits if _key(limit.kind) == "EXCLUSION"]
    restrictions = [limit for limit in limits if _key(limit.kind) == "RESTRICTION"]
    unknown = len(exclusions) + len(restrictions) < len(limits)
    return _Limits(
        excluded=frozenset(_key(limit.username) for limit in exclusions),
        restricted=bool(restrictions) or unknown or stale,
        named=frozenset(_key(limit.username) for limit in restrictions if limit.is_active(now)),
    )


def _key(text: str | None) -> str:
    return (text or "").strip().upper()
