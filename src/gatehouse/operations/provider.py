"""What an OpenID Connect provider says of itself: where to go, and where its keys are."""

from collections.abc import Mapping
from dataclasses import dataclass

from gatehouse.operations.fields import is_safe_address

SECONDS = 5.0  # to connect, and again for each read
_REQUIRED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderWrongError(Exception):
    """The provider answers what cannot be right; the message says what."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's own description; `sign_out` only when it has a place for that."""

    issuer: str
    authorization: str
    token: str
    keys: str
    sign_out: str | None

    @classmethod
    def described(cls, document: object, issuer: str) -> "Provider":
        """Read a description; raises `ProviderWrongError` when it is not that of the issuer."""
        if not isinstance(document, Mapping):
            raise ProviderWrongError("its description is not a JSON object")
        if document.get("issuer") != issuer:
            named = str(document.get("issuer"))[:200]
            raise ProviderWrongError(
                f"its description is of the issuer {named!r}, not {issuer!r}; "
                "set sign_in.issuer to exactly what the provider calls itself"
            )
        for name in _REQUIRED:
            if not is_safe_address(str(document.get(name, ""))):
                raise ProviderWrongError(f"its description gives no https address for {name}")
        ending = str(document.get("end_session_endpoint") or "")
        return cls(
            issuer=issuer,
            authorization=str(document["authorization_endpoint"]),
            token=str(document["token_endpoint"]),
            keys=str(document["jwks_uri"]),
            sign_out=ending if is_safe_address(ending) else None,
        )


def description_of(issuer: str) -> str:
    """The address of a provider's description (OpenID Connect Discovery 1.0)."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"
