"""Forms that change something carry a secret, and come from our own pages."""

import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from gatehouse.web.faults import ForgedFormError


def check_origin(request: Request) -> None:
    """Refuse a form that another site's page sent (browsers say where a form comes from)."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForgedFormError(f"the form came from {origin}")


def check_secret(expected: str | None, given: str | None) -> None:
    """Refuse a form whose secret is not the expected one; nothing expected refuses all."""
    if not expected or not given or not secrets.compare_digest(expected.encode(), given.encode()):
        raise ForgedFormError("the form's secret is missing or old")


def local_path(address: str) -> str:
    """Where to go after signing in: a path of this service, else the home page.

    "//host", "/\\host" and anything with a scheme would leave it.
    """
    parts = urlsplit(address)
    stays = address.startswith("/") and not address.startswith(("//", "/\\"))
    clean = address.isprintable() and "\\" not in address
    return address if stays and clean and not parts.scheme and not parts.netloc else "/"
