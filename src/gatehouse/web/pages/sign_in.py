"""Signing in as a demonstration person, and signing out."""

import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gatehouse.audit import Action
from gatehouse.web.faults import ForgedFormError
from gatehouse.web.forms import check_origin, check_secret, local_path
from gatehouse.web.front import Front, WithFront

router = APIRouter()

_NOTICES = {
    "expired": "You were signed out because this computer was not used for 15 minutes, or you "
    "had been signed in for 10 hours. Sign in again to carry on.",
    "out": "You have signed out.",
}


@router.get("/sign-in")
def sign_in_page(request: Request, front: WithFront, next: str = "/", why: str = "") -> Response:  # noqa: A002 - the name in the address
    """Choose who to be."""
    return _form(request, front, next, notice=_NOTICES.get(why, ""))


@router.post("/sign-in")
def sign_in(
    request: Request,
    front: WithFront,
    csrf: Annotated[str, Form()] = "",
    username: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the name in the form
) -> Response:
    """Be one of the personas; refused outside the demonstration."""
    check_origin(request)
    if not front.settings.demo:
        front.audit.record(
            username[:128] or "nobody", Action.DENIED, front.clock(), "", {}, (),
            "demonstration people are refused outside the demonstration",
        )  # fmt: skip
        return _form(request, front, next, status=403)
    try:
        check_secret(front.cookies.form(request), csrf)
    except ForgedFormError:
        fault = "This page was open for too long, or cookies are blocked. Choose and sign in again."
        return _form(request, front, next, fault=fault, chosen=username, status=403)
    if username not in front.personas:
        return _form(request, front, next, fault="Choose who you want to be", status=400)
    front.audit.record(username, Action.SIGN_IN, front.clock(), "", {}, (), "signed in")
    # A new token at every sign-in: one planted earlier is worth nothing.
    response = RedirectResponse(local_path(next), 303)
    front.cookies.forget(response)
    front.cookies.keep_session(response, front.sessions.start(username))
    return response


@router.post("/sign-out")
def sign_out(request: Request, front: WithFront, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session; the browser is told to drop what it keeps."""
    check_origin(request)
    token, session = front.cookies.session(request), front.session(request)
    if session is not None and token is not None:
        check_secret(session.csrf, csrf)
        front.sessions.end(token)
        front.audit.record(
            session.username, Action.SIGN_OUT, front.clock(), "", {}, (), "signed out"
        )
    response = RedirectResponse(f"/sign-in?{urlencode({'why': 'out'})}", 303)
    front.cookies.forget(response)
    return response


def _form(
    request: Request,
    front: Front,
    next_page: str,
    *,
    notice: str = "",
    fault: str = "",
    chosen: str = "",
    status: int = 200,
) -> Response:
    secret = front.cookies.form(request) or secrets.token_urlsafe(32)
    people = [
        {
            "value": persona.username,
            "text": persona.name,
            "hint": {"text": persona.description},
            "label": {"classes": "govuk-label--s"},
        }
        for persona in front.personas.values()
    ]
    response = front.renderer.page(
        "sign_in.html",
        {
            "people": people,
            "chosen": chosen,
            "csrf": secret,
            "next": local_path(next_page),
            "notice": notice,
            "faults": [{"text": fault, "href": "#username"}] if fault else [],
        },
        status,
    )
    if front.settings.demo:
        front.cookies.keep_form(response, secret)
    return response
