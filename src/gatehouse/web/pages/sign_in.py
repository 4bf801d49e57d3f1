"""The page to sign in on, being one of the demonstration's people, and signing out."""

import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gatehouse.audit import Action
from gatehouse.web.faults import ForgedFormError
from gatehouse.web.forms import check_origin, check_secret, local_path
from gatehouse.web.front import Front, WithFront
from gatehouse.web.person import Person
from gatehouse.web.signing_in import SignInError

router = APIRouter()

_NOTICES = {
    "expired": "You were signed out because this computer was not used for 15 minutes, or you "
    "had been signed in for 10 hours. Sign in again to carry on.",
    "out": "You have signed out.",
    "out-here": "You have signed out of Gatehouse. You may still be signed in to the sign-in "
    "service: on a shared computer, close the browser before you leave it.",
}
_SIGNED_OUT = f"/sign-in?{urlencode({'why': 'out'})}"


@router.get("/sign-in")
def sign_in_page(request: Request, front: WithFront, next: str = "/", why: str = "") -> Response:  # noqa: A002 - the name in the address
    """Choose who to be, or go to the provider's page."""
    return _form(request, front, next, notice=_NOTICES.get(why, ""))


@router.post("/sign-in")
async def sign_in(
    request: Request,
    front: WithFront,
    csrf: Annotated[str, Form()] = "",
    username: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the name in the form
) -> Response:
    """Be one of the personas; refused outside the demonstration."""
    check_origin(request)
    if not front.sign_in.people:
        why = "demonstration people are refused outside the demonstration"
        await run_in_threadpool(record_refusal, front, why, username[:128])
        return _form(request, front, next, status=403)
    try:
        check_secret(front.cookies.form(request), csrf)
    except ForgedFormError:
        fault = "This page was open for too long, or cookies are blocked. Choose and sign in again."
        return _form(request, front, next, fault=fault, chosen=username, status=403)
    try:
        person = await front.sign_in.finish({"username": username}, None)
    except SignInError:
        return _form(request, front, next, fault="Choose who you want to be", status=400)
    return await run_in_threadpool(admit, request, front, person, next)


@router.get("/sign-out")
def signed_out(request: Request, front: WithFront) -> Response:
    """Where a provider sends people after they signed out there."""
    return RedirectResponse("/" if front.session(request) else _SIGNED_OUT, 303)


@router.post("/sign-out")
async def sign_out(
    request: Request, front: WithFront, csrf: Annotated[str, Form()] = ""
) -> Response:
    """End the session, then sign out at the provider too."""
    check_origin(request)
    ended = await run_in_threadpool(_end_session, request, front, csrf)
    address = await front.sign_in.sign_out() if ended else None
    if address is None:
        stays_there = ended and not front.sign_in.people
        query = urlencode({"why": "out-here" if stays_there else "out"})
        response: Response = RedirectResponse(f"/sign-in?{query}", 303)
    else:
        # Not a redirect: browsers hold what a form leads to, through every further redirect of
        # the provider's, against the content security policy, which lets forms go nowhere else.
        response = front.renderer.page("sign_out.html", {"address": address})
    front.cookies.forget(response)
    return response


def admit(request: Request, front: Front, person: Person, next_page: str) -> Response:
    """Sign somebody in at this browser, on record, and show the page they asked for."""
    provider = front.sign_in.provider
    front.audit.record(
        person.username, Action.SIGN_IN, front.clock(), "", {"provider": provider}, (), "signed in"
    )
    if earlier := front.cookies.session(request):
        front.sessions.end(earlier)
    # A new token at every sign-in: one planted earlier is worth nothing.
    response = RedirectResponse(local_path(next_page), 303)
    front.cookies.forget(response)
    front.cookies.keep_session(response, front.sessions.start(person, provider))
    return response


def record_refusal(front: Front, why: str, username: str = "") -> None:
    """Put on record that nobody was signed in; the username is only what somebody claimed."""
    front.audit.record(username or "nobody", Action.DENIED, front.clock(), "", {}, (), why)


def _end_session(request: Request, front: Front, csrf: str) -> bool:
    """Forget the session of this browser, on record; whether there was one."""
    token, session = front.cookies.session(request), front.session(request)
    if session is None or token is None:
        return False
    check_secret(session.csrf, csrf)
    front.sessions.end(token)
    front.audit.record(
        session.person.username, Action.SIGN_OUT, front.clock(), "", {}, (), "signed out"
    )
    return True


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
        for persona in front.sign_in.people
    ]
    response = front.renderer.page(
        "sign_in.html",
        {
            "people": people,
            "chosen": chosen,
            "csrf": secret,
            "next": local_path(next_page),
            "start": f"/sign-in/start?{urlencode({'next': local_path(next_page)})}",
            "provider": front.sign_in.provider,
            "notice": notice,
            "faults": [{"text": fault, "href": "#username"}] if fault else [],
        },
        status,
    )
    if people:
        front.cookies.keep_form(response, secret)
    return response
