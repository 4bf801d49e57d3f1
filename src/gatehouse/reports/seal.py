"""The seal of a sheet: a short code that proves what was printed and lets it be compared later.

A sealed output is kept with its bounds: someone whose scope does not hold every prison on it gets
the answer that an unknown code gets, to the letter.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatehouse.access.scope import Denied, Scope, require_scope
from gatehouse.lake.moment import Moment
from gatehouse.reports.exports.words import moment_words
from gatehouse.reports.sheet import Sheet
from gatehouse.state.tables import sealed_output

ALPHABET: Final = "34679CDFGHJKMNPQRTWXY"
"""No letter or digit that is easily read or heard as another, and no vowel, so no words."""

KEPT_FOR: Final = timedelta(days=14)
_GROUP, _GROUPS = 4, 2
_ATTEMPTS = 5


class SealError(Exception):
    """A code that gives no sealed output; the text is safe to show."""


class UnknownCode(SealError):  # noqa: N818 - the person's word for it
    """No such code, or one that is not for this caller: nobody can tell which."""


class ExpiredCode(SealError):  # noqa: N818 - the person's word for it
    """The sheet is too old to be compared."""


class BrokenSeal(SealError):  # noqa: N818 - the person's word for it
    """What is kept is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was printed or exported, as it was kept. Times are local; `username` made it.

    `moment` is its position and time alone: what was unfit is in the payload, as it was shown.
    """

    code: str
    product_id: str
    parameters: Mapping[str, object]
    payload: bytes
    username: str
    establishments: frozenset[str]
    moment: Moment
    made_at: datetime
    expires_at: datetime
    digest: str


class Seals:
    """The sealed outputs of one state database."""

    def __init__(self, engine: Engine, *, keep: timedelta = KEPT_FOR) -> None:
        self._engine = engine
        self._keep = keep

    def seal(  # noqa: PLR0917 - the agreed order: what, of which product, for whom, when
        self,
        sheet: Sheet,
        product_id: str,
        parameters: Mapping[str, object],
        payload: bytes,
        scope: Scope,
        moment: Moment,
        *,
        prisons: Collection[str] | None = None,
    ) -> Sheet:
        """Keep `payload` under a new code and return `sheet` with that code on it.

        `prisons` are those on the sheet: everyone with all of them in scope can find it. Left out,
        it is everything in the scope. Raises `Denied` when the sheet reaches beyond the scope.
        """
        scope = require_scope(scope)
        establishments = frozenset(scope.establishments if prisons is None else prisons)
        if not establishments:
            raise Denied("A sheet with no prison on it cannot be sealed.")
        for prison in sorted(establishments):
            scope.require(prison)
        sealed = Sealed(
            code="",
            product_id=product_id,
            parameters=_plain(parameters),
            payload=payload,
            username=scope.caller.username,
            establishments=establishments,
            moment=moment,
            made_at=sheet.made_at,
            expires_at=sheet.made_at + self._keep,
            digest="",
        )
        return replace(sheet, code=self._store(sealed))

    def find(self, code: str, scope: Scope, now: datetime) -> Sealed:
        """The output sealed under `code`, which may be typed with any case, spaces and dashes.

        Raises `UnknownCode` (also for a code outside the scope), `ExpiredCode` or `BrokenSeal`.
        """
        scope = require_scope(scope)
        wanted = written(code)
        statement = select(sealed_output).where(sealed_output.c.code == wanted)
        with self._engine.connect() as connection:
            row = connection.execute(statement).one_or_none()
        sealed = _sealed(row) if row is not None else None
        if sealed is None or not _within(sealed.establishments, scope):
            raise UnknownCode(
                f"There is no list with the code {wanted or 'you typed'} that you can see. "
                "Check the code at the foot of the page: it has 8 letters and numbers, such as "
                "K7QM-4TXW."
            )
        if now >= sealed.expires_at:
            raise ExpiredCode(
                f"The list with the code {wanted} was made at {moment_words(sealed.made_at)} and "
                f"could be compared until {moment_words(sealed.expires_at)}. Print the list again."
            )
        if not secrets.compare_digest(_digest(sealed), sealed.digest):
            raise BrokenSeal(
                f"What is kept for the code {wanted} is not what was printed. "
                "Do not rely on the sheet; print the list again and report this."
            )
        return sealed

    def erase_expired(self, now: datetime) -> int:
        """Remove the content of every expired output, and keep that it was made; how many."""
        expired = update(sealed_output).where(
            sealed_output.c.expires_at <= now, sealed_output.c.payload != b""
        )
        with self._engine.begin() as connection:
            return connection.execute(expired.values(payload=b"")).rowcount

    def _store(self, sealed: Sealed) -> str:
        for _ in range(_ATTEMPTS):
            named = replace(sealed, code=_new_code())
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(sealed_output).values(_values(named)))
            except IntegrityError:
                continue  # the code is taken: draw another
            return named.code
        raise RuntimeError(f"no free code in {_ATTEMPTS} draws: is the state database whole?")


def written(code: str) -> str:
    """A code as it is printed, however it was typed: k7qm 4txw is K7QM-4TXW."""
    letters = "".join(filter(str.isalnum, code.upper()))
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))[:32]


def _new_code() -> str:
    return written("".join(secrets.choice(ALPHABET) for _ in range(_GROUP * _GROUPS)))


def _within(establishments: frozenset[str], scope: Scope) -> bool:
    return bool(establishments) and establishments <= scope.establishments


def _digest(sealed: Sealed) -> str:
    """SHA-256 over everything that was sealed, each part with its length before it."""
    total = hashlib.sha256()
    parts = (
        sealed.code,
        sealed.product_id,
        json.dumps(sealed.parameters, sort_keys=True),
        sealed.username,
        json.dumps(sorted(sealed.establishments)),
        str(sealed.moment.position),
        sealed.moment.data_as_at.isoformat(),
        sealed.made_at.isoformat(),
        sealed.expires_at.isoformat(),
    )
    for part in (*(part.encode() for part in parts), sealed.payload):
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def _values(sealed: Sealed) -> dict[str, object]:
    return {
        "code": sealed.code,
        "product_id": sealed.product_id,
        "parameters": sealed.parameters,
        "payload": sealed.payload,
        "username": sealed.username,
        "establishments": sorted(sealed.establishments),
        "position": sealed.moment.position,
        "data_as_at": sealed.moment.data_as_at,
        "made_at": sealed.made_at,
        "expires_at": sealed.expires_at,
        "digest": _digest(sealed),
    }


def _sealed(row: Row[tuple[object, ...]]) -> Sealed:
    kept = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    return Sealed(
        code=kept["code"],
        product_id=kept["product_id"],
        parameters=kept["parameters"],
        payload=kept["payload"],
        username=kept["username"],
        establishments=frozenset(kept["establishments"]),
        moment=Moment(kept["position"], kept["data_as_at"]),
        made_at=kept["made_at"],
        expires_at=kept["expires_at"],
        digest=kept["digest"],
    )


def _plain(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters as JSON keeps them, so that the digest is the same when they are read back."""
    kept: dict[str, object] = json.loads(json.dumps(dict(parameters), default=_plain_value))
    return kept


def _plain_value(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    raise TypeError(f"a sealed parameter cannot be {type(value).__name__}; give text or a date")
