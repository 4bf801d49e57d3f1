"""People to be in the demonstration: a name, what they may do, and why to try them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """One person to be; what they may see comes from the data by their username."""

    username: str
    name: str
    description: str
    roles: frozenset[str]


REPORTING = "ROLE_PRISONS_REPORTING_USER"
AUDITING = "ROLE_GATEHOUSE_AUDIT"
NATIONAL = "ROLE_GATEHOUSE_NATIONAL"

DEMO_PERSONAS = (
    Persona(
        "MOORLAND_OFFICER",
        "Morgan Ellis",
        "Wing officer at Moorland. Sees the people at Moorland only.",
        frozenset({REPORTING}),
    ),
    Persona(
        "TWO_PRISON_GOVERNOR",
        "Priya Raman",
        "Governor with two prisons. Sees Moorland and Leeds.",
        frozenset({REPORTING}),
    ),
    Persona(
        "NATIONAL_ANALYST",
        "Chris Okafor",
        "National analyst. Sees every prison.",
        frozenset({REPORTING, NATIONAL}),
    ),
    Persona(
        "ASSURANCE_OFFICER",
        "Sam Whitfield",
        "Information assurance officer. Sees who looked at what, and no lists of people.",
        frozenset({REPORTING, AUDITING}),
    ),
    Persona(
        "NO_CASELOAD_USER",
        "Alex Novak",
        "New member of staff with no caseload yet. Sees nobody.",
        frozenset({REPORTING}),
    ),
)
