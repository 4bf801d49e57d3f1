"""What changed since I printed? Answered by the code on the sheet."""

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.audit import Action
from gatehouse.reports.changes import Change, ChangeKind, Changes, NotComparableError
from gatehouse.reports.seal import SealError
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.query_string import Values
from gatehouse.web.unlock_view import area

router = APIRouter()

PRODUCT = "what-changed"
_HEADINGS = {
    ChangeKind.ARRIVED: "Arrived",
    ChangeKind.RETURNED: "Came back",
    ChangeKind.LEFT: "Left",
    ChangeKind.MOVED: "Moved cell",
    ChangeKind.ALERT_OPENED: "New alerts",
    ChangeKind.ALERT_CLOSED: "Alerts closed",
    ChangeKind.EVENT_CANCELLED: "Cancelled",
    ChangeKind.EVENT_REINSTATED: "Back on",
    ChangeKind.EVENT_NEW: "New events",
    ChangeKind.EVENT_CHANGED: "Time or place changed",
    ChangeKind.EVENT_GONE: "No longer planned",
    ChangeKind.DETAIL: "Other details",
}


@router.get("/changes")
def what_changed(visit: WithVisit) -> Response:
    """The form for the code, and below it the changes when a code was given."""
    if not visit.caller.caseloads:
        return visit.nobody("changes")
    values = Values(visit.request.query_params)
    code = values.text("code", "the code")
    values.finish()
    if "code" not in visit.request.query_params:
        return _form(visit, "")
    if not code:
        return _form(visit, code, "Enter the code from the printed list", status=400)
    try:
        found = visit.desk.changes(visit.caller, code, visit.now)
    except (SealError, NotComparableError) as refusal:
        visit.record(Action.DENIED, PRODUCT, {"code": code}, (), str(refusal))
        return _form(visit, code, "Check the code from the printed list", str(refusal), 404)
    changes = found.changes
    outcome = f"{len(changes.items)} changes shown"
    visit.record(Action.VIEW, PRODUCT, {"code": code}, sorted(changes.people), outcome)
    return visit.page(
        "changes.html",
        "changes",
        code=code,
        changes=changes,
        groups=_groups(changes),
        printed=found.printed,
        area=area(found.printed),
        ask=found.ask,
    )


def _groups(changes: Changes) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    found = ((_HEADINGS[kind], changes.of(kind)) for kind in ChangeKind)
    return tuple((heading, items) for heading, items in found if items)


def _form(
    visit: Visit, code: str, fault: str = "", reason: str = "", status: int = 200
) -> Response:
    """The form; `fault` says in short what to mend, and `reason`, beside the field, why."""
    faults = [{"text": fault, "href": "#code"}] if fault else []
    return visit.page(
        "changes.html", "changes", status, code=code, faults=faults, reason=reason or fault
    )
