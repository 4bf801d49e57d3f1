"""The unlock list: the people of a wing in a session, filtered as the address says."""

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.access import Disclosure
from gatehouse.audit import Action
from gatehouse.reports.unlock.model import Slot
from gatehouse.reports.unlock.words import completeness_words
from gatehouse.web.asking import UnlockAsk, read_unlock_ask
from gatehouse.web.boxes import boxes
from gatehouse.web.chips import chips, lists, unfiltered
from gatehouse.web.desk import ShownList
from gatehouse.web.faults import BadChoiceError, BadValue
from gatehouse.web.front import WithVisit
from gatehouse.web.unlock_view import area, counts_of, landings_of, subjects

router = APIRouter()

PRODUCT = "unlock-list"


@router.get("/unlock/list")
def unlock_list(visit: WithVisit) -> Response:
    """One list on screen; a search is on record as one."""
    if not visit.caller.caseloads:
        return visit.nobody("unlock")
    ask = read_unlock_ask(visit.request.query_params, visit.own_prison, visit.now)
    shown = visit.desk.unlock(visit.caller, ask, visit.now)
    require_known_places(ask, shown)
    unlock = shown.unlock
    action = Action.SEARCH if ask.filters.search else Action.VIEW
    visit.record(
        action, PRODUCT, ask.parameters(), subjects(unlock), completeness_words(unlock.completeness)
    )
    labels = {alert.code: alert.label for alert in shown.choices.alerts}
    return visit.page(
        "unlock_list.html",
        "unlock",
        ask=ask,
        unlock=unlock,
        disclosure=Disclosure.for_view(ask.on, visit.now.date(), general=False),
        area=area(unlock),
        counts=counts_of(unlock),
        completeness=completeness_words(unlock.completeness),
        landings=landings_of(unlock.people),
        slots=tuple(Slot),
        chips=chips(ask, labels),
        clear=unfiltered(ask).query(),
        lists=lists(ask),
        boxes=boxes(ask, shown.choices),
    )


def require_known_places(ask: UnlockAsk, shown: ShownList) -> None:
    """Refuse a wing or landing that is not there: its list would be empty, and look true."""
    asked = (
        ("the wing", ask.filters.wings, shown.choices.wings),
        ("the landing", ask.filters.landings, shown.choices.landings),
    )
    unknown = tuple(
        BadValue(name, value, f"{shown.unlock.prison} has {', '.join(known) or 'none'}.")
        for name, values, known in asked
        for value in sorted(values - set(known))
    )
    if unknown:
        raise BadChoiceError(unknown)
