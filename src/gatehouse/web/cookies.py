"""The two cookies: who is signed in, and the secret of the sign-in form before anyone is."""

from starlette.requests import Request
from starlette.responses import Response


class Cookies:
    """Sets and reads them; `secure` when served over https.

    Over https the names start with `__Host-`, so that no other host or path can plant one.
    Neither has a lifetime: they go when the browser closes, and the server ends them sooner.
    """

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        prefix = "__Host-" if secure else ""
        self._session = f"{prefix}gatehouse-session"
        self._form = f"{prefix}gatehouse-form"

    def session(self, request: Request) -> str | None:
        """The token of the signed-in browser."""
        return request.cookies.get(self._session)

    def form(self, request: Request) -> str | None:
        """The secret the sign-in form must repeat."""
        return request.cookies.get(self._form)

    def keep_session(self, response: Response, token: str) -> None:
        """Sign the browser in."""
        self._set(response, self._session, token)

    def keep_form(self, response: Response, secret: str) -> None:
        """Remember the sign-in form's secret."""
        self._set(response, self._form, secret)

    def forget(self, response: Response) -> None:
        """Sign the browser out."""
        for name in (self._session, self._form):
            response.delete_cookie(
                name, path="/", secure=self._secure, httponly=True, samesite="lax"
            )

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name, value, path="/", secure=self._secure, httponly=True, samesite="lax"
        )
