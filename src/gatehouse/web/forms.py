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


def masked(secret: str) -> str:
    """A secret as a form carries it: different on every page, and the same once unmasked.

    Pages are compressed and repeat what was searched for, so a constant secret could be guessed
    from the length of answers.
    """
    plain = secret.encode()
    mask = secrets.token_bytes(len(plain))
    return (mask + _mixed(plain, mask)).hex()


def check_secret(expected: str | None, given: str | None) -> None:
    """Refuse a form whose secret is not the expected one; nothing expected refuses all."""
    if not expected or not secrets.compare_digest(expected.encode(), _unmasked(given or "")):
        raise ForgedFormError("the form's secret is missing or old")


def _unmasked(text: str) -> bytes:
    try:
        both = bytes.fromhex(text)
    except ValueError:
        return b""
    half = len(both) // 2
    return _mixed(both[:half], both[half:])


def _mixed(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=False))


def local_path(address: str) -> str:
    """Where to go after signing in: a path of this service, else the home page.

    "//host", "/\\host" and anything with a scheme would leave it.
    """
    parts = urlsplit(address)
    stays = address.startswith("/") and not address.startswith(("//", "/\\"))
    clean = address.isprintable() and "\\" not in address
    return address if stays and clean and not parts.scheme and not parts.netloc else "/"
