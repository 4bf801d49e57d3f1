"""The unlock list: the people of a wing in a session, filtered as the address says."""

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.access import Disclosure
from gatehouse.audit import Action
from gatehouse.reports.unlock.model import Slot
from gatehouse.web.asking import UnlockAsk, read_unlock_ask
from gatehouse.web.boxes import boxes
from gatehouse.web.chips import chips, lists, unfiltered
from gatehouse.web.desk import ShownList
from gatehouse.web.faults import BadChoiceError, BadValue
from gatehouse.web.front import WithVisit
from gatehouse.web.unlock_view import area, counts_of, landings_of, subjects, whole

router = APIRouter()

PRODUCT = "unlock-list"


@router.get("/unlock/list")
def unlock_list(visit: WithVisit) -> Response:
    """One list on screen; a search is on record as one."""
    if not visit.caller.caseloads:
        return visit.page("unlock_none.html", "unlock")
    ask = read_unlock_ask(visit.request.query_params, visit.own_prison, visit.now)
    shown = visit.desk.unlock(visit.caller, ask, visit.now)
    require_known_wings(ask, shown)
    unlock = shown.unlock
    action = Action.SEARCH if ask.filters.search else Action.VIEW
    visit.record(action, PRODUCT, ask.parameters(), subjects(unlock), whole(unlock.completeness))
    labels = {alert.code: alert.label for alert in shown.choices.alerts}
    return visit.page(
        "unlock_list.html",
        "unlock",
        ask=ask,
        unlock=unlock,
        disclosure=Disclosure.for_view(ask.on, visit.now.date(), general=False),
        area=area(unlock),
        counts=counts_of(unlock),
        completeness=whole(unlock.completeness),
        landings=landings_of(unlock.people),
        slots=tuple(Slot),
        chips=chips(ask, labels),
        clear=unfiltered(ask).query(),
        lists=lists(ask),
        boxes=boxes(ask, shown.choices),
    )


def require_known_wings(ask: UnlockAsk, shown: ShownList) -> None:
    """Refuse a wing the prison does not have: its list would be empty, and look true."""
    known = shown.choices.wings
    unknown = sorted(ask.filters.wings - set(known))
    if unknown:
        right = f"{shown.unlock.prison} has {', '.join(known) or 'no wings'}."
        raise BadChoiceError(tuple(BadValue("the wing", wing, right) for wing in unknown))
