"""The unlock list: the people of a wing in a session, filtered as the address says."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.access import Disclosure
from gatehouse.audit import Action
from gatehouse.reports.unlock.model import Slot
from gatehouse.reports.unlock.words import completeness_words
from gatehouse.web.alert_words import alert_labels, with_held
from gatehouse.web.asking import UnlockAsk, read_unlock_ask
from gatehouse.web.boxes import boxes
from gatehouse.web.chips import chips, lists, unfiltered
from gatehouse.web.desk import ShownList
from gatehouse.web.faults import BadChoiceError, BadValue
from gatehouse.web.front import Visit, WithVisit
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
    labels = known_alerts(visit, ask, shown)
    require_known(ask, shown, labels)
    unlock = shown.unlock
    action = Action.SEARCH if ask.filters.search else Action.VIEW
    visit.record(
        action, PRODUCT, ask.parameters(), subjects(unlock), completeness_words(unlock.completeness)
    )
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
        boxes=boxes(ask, shown.choices, labels),
    )


def known_alerts(visit: Visit, ask: UnlockAsk, shown: ShownList) -> dict[str, str]:
    """The alerts that the prison's lists may show, with their words, whoever has them now."""
    return with_held(alert_labels(visit.front.settings, ask.prison_id), shown.choices.alerts)


def require_known(ask: UnlockAsk, shown: ShownList, alerts: Mapping[str, str]) -> None:
    """Refuse a filter for what is not there: its list would be empty, and look true."""
    held, choices = ask.filters, shown.choices
    asked = (
        ("the wing", held.wings, choices.wings, _has(shown, choices.wings)),
        ("the landing", held.landings, choices.landings, _has(shown, choices.landings)),
        (
            "the activity category",
            held.categories,
            {*choices.categories, *choices.day_categories},
            "Nobody has an activity of that category on that day. Choose one on the list.",
        ),
        ("the alert", held.alerts, alerts, "Lists show no such alert. Choose one on the list."),
    )
    unknown = tuple(
        BadValue(name, value, right)
        for name, values, known, right in asked
        for value in sorted(values - set(known))
    )
    if unknown:
        raise BadChoiceError(unknown)


def _has(shown: ShownList, known: Sequence[str]) -> str:
    return f"{shown.unlock.prison} has {', '.join(known) or 'none'}."
