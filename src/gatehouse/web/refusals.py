"""The answer to everything that is not a page: signed out, denied, not there, broken.

Each says in plain English what happened and what to do, and none says what anybody may not know.
"""

import logging
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gatehouse.access import DisclosureError
from gatehouse.access.scope import Denied
from gatehouse.audit import Action
from gatehouse.web.faults import (
    BadChoiceError,
    ForgedFormError,
    MissingRoleError,
    SignedOutError,
)
from gatehouse.web.front import Front, front_of, visit_of

_LOG = logging.getLogger(__name__)
_NOT_FOUND, _NOT_ALLOWED, _BROKEN = 404, 405, 500


def answer_refusals(app: FastAPI) -> None:
    """Register an answer for each."""
    app.add_exception_handler(SignedOutError, _signed_out)
    app.add_exception_handler(Denied, _denied)
    app.add_exception_handler(MissingRoleError, _denied)
    app.add_exception_handler(DisclosureError, _denied)
    app.add_exception_handler(ForgedFormError, _forged)
    app.add_exception_handler(BadChoiceError, _bad_choice)
    app.add_exception_handler(RequestValidationError, _bad_form)
    app.add_exception_handler(HTTPException, _http)


async def _signed_out(request: Request, error: Exception) -> Response:
    values = {}
    if request.method == "GET" and request.url.path != "/":
        query = f"?{request.url.query}" if request.url.query else ""
        values["next"] = request.url.path + query
    if isinstance(error, SignedOutError) and error.expired:
        values["why"] = "expired"
    response = RedirectResponse(f"/sign-in?{urlencode(values)}" if values else "/sign-in", 303)
    front_of(request).cookies.forget(response)
    return response


def _denied(request: Request, error: Exception) -> Response:
    reason = error.reason if isinstance(error, Denied) else str(error)
    front = front_of(request)
    visit = visit_of(request, front)
    visit.record(Action.DENIED, request.url.path, dict(request.query_params), (), reason)
    return _message(
        request,
        "You cannot see this page",
        (
            reason,
            (
                "If you need it for your work, ask your local system administrator to add the "
                "caseload or role to your account. This refusal has been recorded."
            ),
        ),
        403,
    )


def _forged(request: Request, _error: Exception) -> Response:
    return _message(
        request,
        "Your form could not be accepted",
        (
            (
                "It did not come from a page that you opened after signing in. This happens when a "
                "page was left open while you signed out or in again."
            ),
            "Nothing was changed. Go back, reload the page and send the form again.",
        ),
        403,
    )


def _bad_choice(request: Request, error: Exception) -> Response:
    values = error.values if isinstance(error, BadChoiceError) else ()
    return _message(
        request,
        "Something in the address cannot be used",
        ("No list was made, because it would not have been the one you asked for.",),
        400,
        [str(value) for value in values],
    )


def _bad_form(request: Request, _error: Exception) -> Response:
    lines = ("The form was not as this service makes it. Go back, reload the page and try again.",)
    return _message(request, "Your form could not be read", lines, 400)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _BROKEN
    if status == _NOT_FOUND:
        lines = (
            (
                "If you typed the address, check it is right. "
                "If you pasted it, check you copied all of it."
            ),
        )
        return _message(request, "Page not found", lines, status)
    if status == _NOT_ALLOWED:
        lines = ("This address takes forms only. Start again from the home page.",)
        return _message(request, "This page cannot be opened that way", lines, status)
    return _message(
        request, "Your request could not be answered", ("Go back and try again.",), status
    )


def _message(
    request: Request,
    heading: str,
    lines: Sequence[str],
    status: int,
    choices: Sequence[str] = (),
) -> HTMLResponse:
    front = front_of(request)
    values: dict[str, object] = {"heading": heading, "lines": lines, "choices": choices}
    try:
        values["visit"] = visit_of(request, front)
    except SignedOutError:
        values["visit"] = None
    return front.renderer.page("message.html", values, status)


class Faults:
    """Answers a fault nobody foresaw with a plain page and a reference to the log.

    A plain ASGI wrapper inside the security headers, so that this page carries them too.
    """

    def __init__(self, app: ASGIApp, front: Front) -> None:
        self._app = app
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting_start)
        except Exception:
            reference = secrets.token_hex(4)
            _LOG.exception("fault %s at %s", reference, scope.get("path", ""))
            if started or scope["type"] != "http":
                raise
            await self._sorry(reference)(scope, receive, send)

    def _sorry(self, reference: str) -> Response:
        lines = (
            (
                "Gatehouse could not make this page. Nothing you did caused it, and nothing was "
                "changed."
            ),
            (
                "Try again in a few minutes. If you need a list now, use the printed continuity "
                "pack or the roll board, not an old copy of this page."
            ),
            f"If it goes on, give the service desk this reference: {reference}",
        )
        values = {"heading": "Sorry, there is a problem with the service", "lines": lines}
        return self._front.renderer.page("message.html", values, _BROKEN)
