"""The ways of signing in: one small interface, and what can go wrong behind it."""

from collections.abc import Mapping
from typing import Protocol

from gatehouse.web.attempts import Attempt
from gatehouse.web.person import Person
from gatehouse.web.personas import Persona


class SignInError(Exception):
    """Nobody was signed in. The message is for the audit trail and the log, and holds no secret."""


class NotAnsweringError(SignInError):
    """The provider is down; trying again later may work."""


class RefusedError(SignInError):
    """The provider knows the person, or not, and does not let them in."""


class UnknownAttemptError(SignInError):
    """The answer fits nothing that this browser asked: replayed, too late, or not its own."""


class UntrustedAnswerError(SignInError):
    """The answer does not pass the checks that prove who gave it, to whom and when."""


class NotConnectedError(SignInError):
    """This service and the provider do not fit together; only its team can mend that."""


class SignIn(Protocol):
    """A way for people to show who they are.

    Either they choose from `people` on our own page, or the provider asks them on its pages:
    `begin` says where, and `finish` learns from its answer who they are.
    """

    @property
    def provider(self) -> str:
        """The name kept with each session, which opens nothing under another provider."""

    @property
    def people(self) -> tuple[Persona, ...]:
        """Whom one can choose to be; nobody when a provider asks."""

    async def begin(self, attempt: Attempt) -> str:
        """The address to send a browser to; raises `SignInError` when there is none."""

    async def finish(self, answer: Mapping[str, str], attempt: Attempt | None) -> Person:
        """Who the answer of our form (no attempt) or of the provider shows; or `SignInError`."""

    async def sign_out(self) -> str | None:
        """The address to sign out at the provider too; None when it has none, or is down."""


class Personas:
    """The people to be in the demonstration: whoever one chooses, one is."""

    provider = "demonstration"

    def __init__(self, people: tuple[Persona, ...]) -> None:
        self.people = people

    async def begin(self, attempt: Attempt) -> str:  # noqa: ARG002 - nothing is asked elsewhere
        """Our own page asks."""
        return "/sign-in"

    async def finish(self, answer: Mapping[str, str], attempt: Attempt | None) -> Person:  # noqa: ARG002 - as above
        """The one of that username."""
        for persona in self.people:
            if persona.username == answer.get("username"):
                return persona
        raise RefusedError("not one of the demonstration's people")

    async def sign_out(self) -> str | None:
        """There is nowhere else to sign out."""
        return None


class Nobody:
    """No way in: outside the demonstration, before a provider is connected."""

    provider = ""
    people: tuple[Persona, ...] = ()

    async def begin(self, attempt: Attempt) -> str:  # noqa: ARG002 - there is nobody to ask
        """Always refused."""
        raise NotConnectedError("no sign-in service is connected")

    async def finish(self, answer: Mapping[str, str], attempt: Attempt | None) -> Person:  # noqa: ARG002 - as above
        """Always refused."""
        raise NotConnectedError("no sign-in service is connected")

    async def sign_out(self) -> str | None:
        """There is nowhere else to sign out."""
        return None
