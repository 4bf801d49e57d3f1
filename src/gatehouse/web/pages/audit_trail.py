"""The audit trail, for information assurance: who saw, printed, exported and searched what."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.audit import Action, AuditEvent
from gatehouse.web.alert_words import alert_labels
from gatehouse.web.audit_view import detail_words, product_words
from gatehouse.web.faults import MissingRoleError
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.personas import AUDITING
from gatehouse.web.query_string import Values

router = APIRouter()

PRODUCT = "audit"
_SHOWN = 200
_WORDS = {
    Action.VIEW: "Viewed",
    Action.PRINT: "Printed",
    Action.EXPORT: "Exported",
    Action.SEARCH: "Searched",
    Action.SIGN_IN: "Signed in",
    Action.SIGN_OUT: "Signed out",
    Action.DENIED: "Refused",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A record, what it is about, and what was asked for."""

    event: AuditEvent
    product: str
    details: tuple[tuple[str, str], ...]


@router.get("/audit")
def trail(visit: WithVisit) -> Response:
    """The newest records, of one person, action or prisoner if asked."""
    if not visit.caller.has_role(AUDITING):
        raise MissingRoleError(
            "The audit trail is for information assurance officers, and needs the role "
            f"{AUDITING.removeprefix('ROLE_')}."
        )
    values = Values(visit.request.query_params)
    who = values.text("who", "the username").upper()
    number = values.text("number", "the prison number").upper()
    what = values.text("what", "the action")
    if what and what not in list(Action):
        values.refuse("the action", what, "Choose one from the list.")
    values.finish()
    events = _events(visit, who, what, number)
    subjects = (number,) if number else ()
    asked = {"who": who, "what": what, "number": number}
    visit.record(Action.VIEW, PRODUCT, asked, subjects, f"{len(events)} records shown")
    labels = alert_labels(visit.front.settings)
    return visit.page(
        "audit.html",
        "audit",
        events=[
            _Shown(event, product_words(event), detail_words(event, labels)) for event in events
        ],
        who=who,
        what=what,
        number=number,
        actions=_WORDS,
        shown=_SHOWN,
    )


def _events(visit: Visit, who: str, what: str, number: str) -> list[AuditEvent]:
    audit = visit.front.audit
    if not number:
        return audit.recent(_SHOWN, who=who or None, what=what or None)
    about = audit.about(number, _SHOWN)
    return [event for event in about if who in ("", event.who) and what in ("", event.what)]
