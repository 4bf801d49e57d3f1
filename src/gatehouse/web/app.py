"""The web application, put together."""

import logging
from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware

from gatehouse.audit import Audit
from gatehouse.operations.clock import Clock, utc_now
from gatehouse.operations.rounds import Rounds
from gatehouse.operations.settings import Settings
from gatehouse.reports.seal import Seals
from gatehouse.web.assets import BUILT
from gatehouse.web.attempts import Attempts
from gatehouse.web.cookies import Cookies
from gatehouse.web.desk import Desk
from gatehouse.web.front import Front, OpenFaults
from gatehouse.web.headers import SecurityHeaders
from gatehouse.web.live import LiveDesk
from gatehouse.web.open_id import OpenId
from gatehouse.web.pages import (
    activities,
    audit_trail,
    changes,
    home,
    roll,
    sign_in,
    sign_in_provider,
    status,
    unlock,
    unlock_choose,
    unlock_outputs,
)
from gatehouse.web.personas import Persona
from gatehouse.web.refusals import Faults, answer_refusals
from gatehouse.web.rendering import Renderer
from gatehouse.web.services import Services
from gatehouse.web.sessions import Sessions
from gatehouse.web.signing_in import Nobody, Personas, SignIn

_LOG = logging.getLogger(__name__)
_PAGES = (
    activities,
    audit_trail,
    changes,
    home,
    roll,
    sign_in,
    sign_in_provider,
    status,
    unlock,
    unlock_choose,
    # Last, because it answers every other name below /unlock.
    unlock_outputs,
)


def create_app(services: Services) -> FastAPI:
    """The application over a serving copy, its products and the state database."""
    desk = LiveDesk(services.serving, services.products, Seals(services.state))
    return assemble(
        services.settings,
        services.state,
        services.clock,
        services.personas,
        desk,
        rounds=services.rounds,
        open_faults=lambda: services.serving.open_faults,
    )


def assemble(
    settings: Settings,
    state: Engine,
    clock: Clock,
    personas: Sequence[Persona],
    desk: Desk,
    *,
    rounds: Rounds | None = None,
    open_faults: OpenFaults | None = None,
) -> FastAPI:
    """The application over a desk of the caller's choosing; what follows it only for its health.

    `personas` are people to be in the demonstration, and nobody outside it.
    """
    front = Front(
        settings=settings,
        sign_in=_way_in(settings, personas),
        clock=clock,
        sessions=Sessions(state, clock),
        attempts=Attempts(state, clock),
        cookies=Cookies(secure=settings.secure_cookies),
        audit=Audit(state),
        desk=desk,
        renderer=Renderer(demo=settings.demo),
        rounds=rounds,
        open_faults=open_faults,
    )
    # No generated API pages: they load scripts from elsewhere, and there is no API here.
    app = FastAPI(title="Gatehouse", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.front = front
    answer_refusals(app)
    for page in _PAGES:
        app.include_router(page.router)
    app.mount("/static/build", StaticFiles(directory=BUILT), name="static")
    # The last added stands outermost.
    app.add_middleware(Faults, front=front)
    app.add_middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4)
    app.add_middleware(SecurityHeaders, https=settings.secure_cookies)
    return app


def _way_in(settings: Settings, personas: Sequence[Persona]) -> SignIn:
    if settings.demo:
        return Personas(tuple(personas))
    if settings.sign_in is None:
        _LOG.warning("nobody can sign in: no provider is connected, see [sign_in]")
        return Nobody()
    _LOG.info("people sign in at %s", settings.sign_in.issuer)
    return OpenId(settings.sign_in, utc_now)
