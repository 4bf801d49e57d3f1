"""To the sign-in provider and back: each way it can go wrong has a page that says what to do."""

import logging
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gatehouse.web.forms import local_path
from gatehouse.web.front import Front, WithFront
from gatehouse.web.pages.sign_in import admit, record_refusal
from gatehouse.web.signing_in import (
    NotAnsweringError,
    NotConnectedError,
    RefusedError,
    SignInError,
    UnknownAttemptError,
    UntrustedAnswerError,
)

router = APIRouter()
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a person reads; `{reference}` finds the words in the server's log."""

    status: int
    heading: str
    lines: tuple[str, ...]
    again: bool = True


_PRINTED = (
    "If you need a list now, use the printed continuity pack or the roll board, not an old copy "
    "of a page."
)
_ANSWERS = {
    NotAnsweringError: _Answer(
        503,
        "You cannot sign in at the moment",
        (
            "The sign-in service does not answer. Nothing is wrong with your account.",
            "Try again in a few minutes.",
            _PRINTED,
        ),
    ),
    RefusedError: _Answer(
        403,
        "You were not signed in",
        (
            "The sign-in service did not let you in, or you stopped before it could.",
            (
                "If you need this service for your work, ask your local system administrator for "
                "an account and a caseload."
            ),
        ),
    ),
    UnknownAttemptError: _Answer(
        403,
        "Sign in again from the start",
        (
            (
                "This sign-in was begun too long ago, was used already, or was begun in another "
                "browser. This also happens when cookies are blocked, and when you go back to a "
                "page from before you signed in."
            ),
            "Nothing was changed.",
        ),
    ),
    UntrustedAnswerError: _Answer(
        403,
        "Your sign-in could not be confirmed",
        (
            "What the sign-in service answered did not pass our checks, so nobody was signed in.",
            "Try again. If it happens again, give the service desk this reference: {reference}",
        ),
    ),
    NotConnectedError: _Answer(
        503,
        "Sign-in is not set up correctly",
        (
            (
                "Gatehouse and the sign-in service do not fit together. Nothing is wrong with your "
                "account, and trying again will not help."
            ),
            "Tell the service desk, with this reference: {reference}",
            _PRINTED,
        ),
        again=False,
    ),
}


@router.get("/sign-in/start")
async def start(request: Request, front: WithFront, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Send the browser to the provider; it may bring an answer back for ten minutes."""
    if front.sign_in.people:
        return RedirectResponse(f"/sign-in?{urlencode({'next': local_path(next)})}", 303)
    browser = front.cookies.form(request) or secrets.token_urlsafe(32)
    try:
        attempt = await run_in_threadpool(front.attempts.begin, browser, local_path(next))
        response = RedirectResponse(await front.sign_in.begin(attempt), 303)
    except SignInError as error:
        return await run_in_threadpool(_not_signed_in, front, error, local_path(next))
    front.cookies.keep_form(response, browser)
    return response


@router.get("/sign-in/callback")
async def callback(request: Request, front: WithFront) -> Response:
    """The browser is back with the provider's answer."""
    if front.sign_in.people:
        # Only our form, with its secret, lets somebody be a person of the demonstration.
        return RedirectResponse("/sign-in", 303)
    answer = dict(request.query_params)
    browser = front.cookies.form(request)
    attempt = None
    if browser and answer.get("state"):
        attempt = await run_in_threadpool(front.attempts.take, answer["state"], browser)
    next_page = attempt.next_page if attempt else "/"
    try:
        person = await front.sign_in.finish(answer, attempt)
    except SignInError as error:
        return await run_in_threadpool(_not_signed_in, front, error, next_page)
    return await run_in_threadpool(admit, request, front, person, next_page)


def _not_signed_in(front: Front, error: SignInError, next_page: str) -> Response:
    reference = secrets.token_hex(4)
    _LOG.warning("sign-in failed, reference %s: %s", reference, error)
    record_refusal(front, f"sign-in failed: {error} (reference {reference})")
    answer = _ANSWERS[type(error)]
    values = {
        "heading": answer.heading,
        "lines": [line.format(reference=reference) for line in answer.lines],
        "start": f"/sign-in/start?{urlencode({'next': next_page})}" if answer.again else "",
    }
    return front.renderer.page("sign_in_failed.html", values, answer.status)
