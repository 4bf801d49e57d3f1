"""A small OpenID Connect provider in a process of its own, which can be told to misbehave.

It asks who one is on a page, checks client, code and PKCE as a real one does, and signs ID
tokens. Providers on PyPI only ever answer rightly; the tests need wrong answers too.

    python -m tests.support.oidc_provider     prints its address, and serves until stopped
"""

import base64
import hashlib
import json
import secrets
import socket
import time
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "gatehouse", "a secret that only tests know"
REPORTING = "ROLE_PRISONS_REPORTING_USER"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "MOORLAND_OFFICER": {"name": "Morgan Ellis", "authorities": [REPORTING]},
    "ASSURANCE_OFFICER": {"name": "Sam Whitfield", "authorities": ["GATEHOUSE_AUDIT"]},
    "STRANGER": {"name": "Kit Unknown", "authorities": [REPORTING, "ROLE_GATEHOUSE_NATIONAL"]},
}


@dataclass
class Faults:
    """How to misbehave; as it is made, not at all."""

    issuer: str = ""  # in the description
    algorithm: str = "RS256"
    strange_key: bool = False
    refuse: str = ""  # the error to send a browser back with
    token_error: str = ""
    token_status: int = 0
    delay: float = 0
    no_end_session: bool = False
    no_id_token: bool = False
    claims: dict[str, Any] = field(default_factory=dict)  # over the right ones; None takes one out


@dataclass
class Asked:
    """What a code was given for."""

    username: str
    redirect_uri: str
    challenge: str
    nonce: str


class State:
    """Everything the provider remembers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.faults = Faults()
        self.codes: dict[str, Asked] = {}
        self.seen: list[str] = []


def make(address: str) -> FastAPI:  # noqa: C901 - its routes, and nothing else
    """The provider at an address."""
    app, state = FastAPI(), State(address)

    @app.get("/.well-known/openid-configuration")
    def describe() -> dict[str, object]:
        state.seen.append("description")
        ending = {} if state.faults.no_end_session else {"end_session_endpoint": f"{address}/end"}
        return {
            "issuer": state.faults.issuer or address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
            **ending,
        }

    @app.get("/keys")
    def keys() -> dict[str, object]:
        state.seen.append("keys")
        return {"keys": [state.key.as_dict(private=False)]}

    @app.get("/authorize")
    def ask(request: Request) -> Response:
        asked = dict(request.query_params)
        if state.faults.refuse:
            query = urlencode({"error": state.faults.refuse, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{query}", 302)
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items()
        )
        return HTMLResponse(
            '<html lang="en"><title>Provider</title><link rel="icon" href="data:,">'
            '<h1>Who are you?</h1><form method="post">'
            f'{hidden}<label>Username <input name="username"></label><button>Continue</button>'
            "</form></html>"
        )

    @app.post("/authorize")
    def answer(
        username: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        given_state: Annotated[str, Form(alias="state")],
        code_challenge: Annotated[str, Form()],
        nonce: Annotated[str, Form()],
    ) -> Response:
        code = secrets.token_urlsafe(16)
        state.codes[code] = Asked(username, redirect_uri, code_challenge, nonce)
        query = urlencode({"code": code, "state": given_state})
        return RedirectResponse(f"{redirect_uri}?{query}", 302)

    @app.post("/token")
    def token(
        request: Request,
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
    ) -> JSONResponse:
        time.sleep(state.faults.delay)
        if state.faults.token_status:
            return JSONResponse({}, state.faults.token_status)
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {known}" or state.faults.token_error:
            return JSONResponse({"error": state.faults.token_error or "invalid_client"}, 401)
        asked = state.codes.pop(code, None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest())
        if (
            asked is None
            or asked.redirect_uri != redirect_uri
            or asked.challenge != proof.decode().rstrip("=")
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        given = {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 600}
        if not state.faults.no_id_token:
            given["id_token"] = _id_token(state, asked)
        return JSONResponse(given)

    @app.get("/end")
    def end(post_logout_redirect_uri: str, client_id: str) -> Response:
        assert client_id == CLIENT_ID
        state.seen.append("end")
        return RedirectResponse(post_logout_redirect_uri, 302)

    @app.put("/faults")
    async def misbehave(request: Request) -> None:
        state.faults = Faults(**await request.json())

    @app.post("/rotate")
    def rotate() -> None:
        state.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    @app.get("/seen")
    def seen() -> list[str]:
        return state.seen

    return app


def _id_token(state: State, asked: Asked) -> str:
    now = int(time.time())
    right = {
        "iss": state.address,
        "aud": CLIENT_ID,
        "sub": asked.username,
        "user_name": asked.username,
        "iat": now,
        "exp": now + 300,
        "auth_time": now,
        "nonce": asked.nonce,
        **ACCOUNTS.get(asked.username, {}),
    }
    told = right | state.faults.claims
    claims = {name: value for name, value in told.items() if value is not None}
    if state.faults.algorithm == "none":
        return f"{_part({'alg': 'none'})}.{_part(claims)}."
    if state.faults.algorithm == "HS256":
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))
    key = state.key
    if state.faults.strange_key:
        key = RSAKey.generate_key(2048, auto_kid=True)
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def main() -> None:
    """Serve on a free port of this machine."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        # Another site than 127.0.0.1 to a browser, as a real provider is.
        address = f"http://localhost:{sock.getsockname()[1]}"
        print(address, flush=True)  # noqa: T201 - told to who started it
        server = uvicorn.Server(uvicorn.Config(make(address), log_level="warning"))
        server.run(sockets=[sock])


if __name__ == "__main__":
    main()
