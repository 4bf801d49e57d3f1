"""What every answer tells the browser: run nothing but our own files, frame nothing, keep nothing.

A plain ASGI wrapper, so that error pages and files carry the headers too.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: a form would then send "Origin: null" and look like another site's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_HSTS = "max-age=31536000; includeSubDomains"
_STATIC = "/static/"
_FOR_EVER = "public, max-age=31536000, immutable"
# "no-store" also keeps the page out of the back-forward cache of a shared computer.
_NEVER = "no-store"


class SecurityHeaders:
    """Adds the headers to every HTTP answer; HSTS when served over https."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = _ALWAYS | ({"Strict-Transport-Security": _HSTS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                found = scope["path"].startswith(_STATIC) and message["status"] == 200  # noqa: PLR2004 - OK
                headers["Cache-Control"] = _FOR_EVER if found else _NEVER
            await send(message)

        await self._app(scope, receive, send_with_headers)
