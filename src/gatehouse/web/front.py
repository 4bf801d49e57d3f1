"""What every route is given: the running service, and the visit of someone signed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse

from gatehouse.access.caller import Caller
from gatehouse.audit import Action, Audit
from gatehouse.operations.clock import Clock
from gatehouse.operations.rounds import Rounds
from gatehouse.operations.settings import Settings
from gatehouse.web.attempts import Attempts
from gatehouse.web.cookies import Cookies
from gatehouse.web.desk import Desk
from gatehouse.web.faults import SignedOutError
from gatehouse.web.places import Place, places_for
from gatehouse.web.rendering import Renderer
from gatehouse.web.sessions import Session, Sessions
from gatehouse.web.signing_in import SignIn

OpenFaults = Callable[[], Mapping[str, int]]
"""How many rows and files of each table are in quarantine."""


@dataclass(frozen=True, slots=True)
class Front:
    """The running service, as routes see it."""

    settings: Settings
    sign_in: SignIn
    clock: Clock
    sessions: Sessions
    attempts: Attempts
    cookies: Cookies
    audit: Audit
    desk: Desk
    renderer: Renderer
    rounds: Rounds | None = None
    open_faults: OpenFaults | None = None

    def session(self, request: Request) -> Session | None:
        """The session of this browser, if it has one that has not ended.

        One from another provider opens nothing: personas are refused outside the demonstration
        even with a session from an earlier one, and so are accounts at a provider of the past.
        """
        token = self.cookies.session(request)
        session = self.sessions.find(token) if token else None
        return session if session and session.provider == self.sign_in.provider else None


def front_of(request: Request) -> Front:
    """The service a request came to."""
    front = request.app.state.front
    if not isinstance(front, Front):
        raise TypeError("this application was not made by gatehouse.web.app")
    return front


WithFront = Annotated[Front, Depends(front_of)]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of someone signed in. `now` is read once, so that a page agrees with itself."""

    request: Request
    front: Front
    session: Session
    caller: Caller
    now: datetime

    @property
    def places(self) -> tuple[Place, ...]:
        """The menu for this person."""
        return places_for(self.caller)

    @property
    def own_prison(self) -> str:
        """The prison meant when none is named: the one they work in; empty when unclear."""
        if len(self.caller.caseloads) == 1:
            return next(iter(self.caller.caseloads))
        return self.caller.working_caseload or ""

    @property
    def desk(self) -> Desk:
        """Where answers come from."""
        return self.front.desk

    def page(
        self, template: str, at: str = "", status: int = 200, **values: object
    ) -> HTMLResponse:
        """One page, with the menu open at a place."""
        named = {"visit": self, "at": at, "now": self.now, **values}
        return self.front.renderer.page(template, named, status)

    def nobody(self, at: str) -> HTMLResponse:
        """What someone without a caseload gets: a page that says why nobody is shown.

        Asking for anything in particular (an address with choices, a file) is a refusal, and on
        record.
        """
        asked = dict(self.request.query_params)
        path = self.request.url.path
        if asked or path.count("/") > 1:
            reason = "no caseload opens any prison"
            self.record(Action.DENIED, at, {"path": path, **asked}, (), reason)
            return self.page("unlock_none.html", at, HTTPStatus.FORBIDDEN)
        return self.page("unlock_none.html", at)

    def record(
        self,
        what: Action,
        product: str,
        parameters: Mapping[str, object],
        subjects: Sequence[str],
        outcome: str,
    ) -> None:
        """Put an action on record before it is shown; failing to stops it."""
        self.front.audit.record(
            self.caller.username, what, self.now, product, parameters, subjects, outcome
        )


def visit_of(request: Request, front: WithFront) -> Visit:
    """The visit of a request; raises `SignedOutError` when nobody is signed in."""
    session = front.session(request)
    if session is None:
        raise SignedOutError(expired=front.cookies.session(request) is not None)
    return Visit(request, front, session, front.desk.caller(session.person), front.clock())


WithVisit = Annotated[Visit, Depends(visit_of)]
