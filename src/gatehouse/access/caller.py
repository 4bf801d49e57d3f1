"""The person asking: their roles, and the prisons their caseloads open to them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person.

    `caseloads` are ids of prisons ("MDI"), already worked out from their caseloads.
    `working_caseload` is the prison they are working in now, one of `caseloads` or None.
    """

    username: str
    name: str
    roles: frozenset[str]
    caseloads: frozenset[str]
    working_caseload: str | None = None

    def has_role(self, role: str) -> bool:
        """Whether they hold a role, written with or without `ROLE_` in front."""
        wanted = role.removeprefix("ROLE_")
        return any(held.removeprefix("ROLE_") == wanted for held in self.roles)
