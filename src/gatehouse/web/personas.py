"""People to be in the demonstration: a name, what they may do, and why to try them."""

from dataclasses import dataclass

from gatehouse.web.person import Person


@dataclass(frozen=True, slots=True)
class Persona(Person):
    """One person to be, and why to try them."""

    description: str


REPORTING = "ROLE_PRISONS_REPORTING_USER"
AUDITING = "ROLE_GATEHOUSE_AUDIT"
NATIONAL = "ROLE_GATEHOUSE_NATIONAL"

DEMO_PERSONAS = (
    Persona(
        "MOORLAND_OFFICER",
        "Morgan Ellis",
        frozenset({REPORTING}),
        "Wing officer at Moorland. Sees the people at Moorland only.",
    ),
    Persona(
        "TWO_PRISON_GOVERNOR",
        "Priya Raman",
        frozenset({REPORTING}),
        "Governor with two prisons. Sees Moorland and Leeds.",
    ),
    Persona(
        "NATIONAL_ANALYST",
        "Chris Okafor",
        frozenset({REPORTING, NATIONAL}),
        "National analyst. Sees every prison.",
    ),
    Persona(
        "ASSURANCE_OFFICER",
        "Sam Whitfield",
        frozenset({REPORTING, AUDITING}),
        "Information assurance officer. Sees who looked at what, and no lists of people.",
    ),
    Persona(
        "NO_CASELOAD_USER",
        "Alex Novak",
        frozenset({REPORTING}),
        "New member of staff with no caseload yet. Sees nobody.",
    ),
)
