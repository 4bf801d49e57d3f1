"""Somebody who has shown who they are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person; what they may see comes from the data, by their username."""

    username: str
    name: str
    roles: frozenset[str]
