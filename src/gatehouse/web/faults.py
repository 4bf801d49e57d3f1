"""What can go wrong between a request and its page, each with its own answer."""

from dataclasses import dataclass


class SignedOutError(Exception):
    """The page needs someone signed in. `expired` when a session was there and has ended."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("signed out")
        self.expired = expired


class ForgedFormError(Exception):
    """A form came without the secret of its session."""


class MissingRoleError(Exception):
    """The page is for people with another role; the message says which, in words."""


@dataclass(frozen=True, slots=True)
class BadValue:
    """One value in the address that cannot be used, and what can."""

    name: str
    value: str
    right: str

    def __str__(self) -> str:
        return f"“{self.value[:60]}” cannot be used for {self.name}. {self.right}"


class BadChoiceError(ValueError):
    """The address holds values that cannot be used; all of them are told at once."""

    def __init__(self, values: tuple[BadValue, ...]) -> None:
        super().__init__("; ".join(str(value) for value in values))
        self.values = values
