"""How people sign in to a service's own data: which provider is asked, and as whom."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gatehouse.operations.fields import Table

# What HMPPS Auth calls them.
_USERNAME, _NAME, _ROLES = "user_name", "name", "authorities"
_HOW = 'client_secret_env = "NAME_OF_A_VARIABLE" or client_secret_file = "path/to/a/file"'


class SecretError(ValueError):
    """The client secret cannot be had; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """Where the client secret lies: in a variable of the environment, or in a file.

    It is read whenever it is needed and kept nowhere, so that it can be changed under a running
    server and no print of the settings can show it.
    """

    variable: str | None = None
    file: Path | None = None

    def read(self) -> str:
        """The secret; raises `SecretError` when there is none."""
        if self.file is None:
            secret = os.environ.get(self.variable or "", "").strip()
            place = f"the environment variable {self.variable} is"
        else:
            place = f"{self.file} is"
            try:
                secret = self.file.read_text(encoding="utf-8").strip()
            except FileNotFoundError:
                raise SecretError(f"the client secret's file {self.file} is not there") from None
            except (OSError, UnicodeDecodeError) as error:
                raise SecretError(
                    f"the client secret's file {self.file} cannot be read: {type(error).__name__}"
                ) from None
        if not secret:
            raise SecretError(f"the client secret is missing: {place} empty or not set")
        return secret


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """An OpenID Connect provider, and what it calls the things we need of an account.

    `address` is where browsers find this service, without a slash at the end. `sign_out_url` is
    for a provider that names no place to sign out in its own description. `ask_again_minutes` is
    how long ago somebody may have shown the provider who they are; None leaves that to it.
    """

    issuer: str
    client_id: str
    secret: ClientSecret
    address: str
    scopes: tuple[str, ...] = ("openid",)
    username_claim: str = _USERNAME
    name_claim: str = _NAME
    roles_claim: str = _ROLES
    sign_out_url: str | None = None
    ask_again_minutes: int | None = None

    @property
    def callback(self) -> str:
        """Where the provider sends people back to; registered with it."""
        return f"{self.address}/sign-in/callback"

    @property
    def signed_out(self) -> str:
        """Where the provider sends people after they signed out there; registered with it."""
        return f"{self.address}/sign-out"


def read_sign_in(table: Table) -> SignInSettings:
    """The settings of `[sign_in]`; every fault is noted with the table."""
    scopes = table.texts("scopes", ("openid",))
    if "openid" not in scopes:
        table.fault("scopes", 'must name "openid", or the provider does not say who signed in')
    address = table.web_address("address").rstrip("/")
    if urlsplit(address).path or urlsplit(address).query:
        table.fault("address", "give scheme and host alone, like https://gatehouse.example.org")
    settings = SignInSettings(
        issuer=table.web_address("issuer"),
        client_id=table.text("client_id"),
        secret=_secret(table),
        address=address,
        scopes=scopes,
        username_claim=table.text("username_claim", _USERNAME),
        name_claim=table.text("name_claim", _NAME),
        roles_claim=table.text("roles_claim", _ROLES),
        sign_out_url=table.web_address("sign_out_url", "") or None,
        ask_again_minutes=table.number("ask_again_minutes", 0, low=0, high=600) or None,
    )
    table.refuse_unknown()
    return settings


def _secret(table: Table) -> ClientSecret:
    if "client_secret" in table.keys():  # noqa: SIM118 - not a dict
        table.text("client_secret")
        table.fault("client_secret", f"never write the secret itself here; use {_HOW}")
        return ClientSecret()
    variable = table.text("client_secret_env", "") or None
    file = table.optional_path("client_secret_file")
    if (variable is None) == (file is None):
        table.fault("client_secret_env", f"say in one way where the client secret is: {_HOW}")
    return ClientSecret(variable, file)
