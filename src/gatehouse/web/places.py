"""The pages someone can go to, in the order of the menu."""

from dataclasses import dataclass

from gatehouse.access.caller import Caller
from gatehouse.web.personas import AUDITING


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the menu; one without `about` has no card on the home page."""

    key: str
    address: str
    name: str
    about: str
    short: str


_HOME = Place("home", "/", "Home", "", "Home")
_OF_A_PRISON = (
    Place(
        "unlock",
        "/unlock",
        "Unlock list",
        "Who to unlock on a wing in a session, and where they are going.",
        "Unlock list",
    ),
    Place(
        "roll",
        "/roll",
        "Roll",
        "How many people are in, out, arriving and without a cell, by wing and landing.",
        "Roll",
    ),
    Place(
        "activities",
        "/activities",
        "Activities",
        "Sessions by activity and location, who is allocated and what is still to record.",
        "Activities",
    ),
    Place(
        "changes",
        "/changes",
        "What changed since I printed?",
        "Type the code from a printed list to see what has changed since.",
        "What changed",
    ),
)
_AUDIT = Place(
    "audit",
    "/audit",
    "Audit",
    "Who signed in, viewed, searched, printed and exported what.",
    "Audit",
)


def places_for(caller: Caller) -> tuple[Place, ...]:
    """Pages with something to show to this caller; others would only refuse them."""
    prisons = _OF_A_PRISON if caller.caseloads else ()
    audit = (_AUDIT,) if caller.has_role(AUDITING) else ()
    return (_HOME, *prisons, *audit)
