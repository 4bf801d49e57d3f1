"""Choosing a date, session and wing."""

from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from gatehouse.reports.unlock.model import Slot, UnlockFilters
from gatehouse.web import words
from gatehouse.web.asking import UnlockAsk, slot_at
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.query_string import DAYS_AHEAD, Values

router = APIRouter()

_DATE_PARTS = ("on-day", "on-month", "on-year")


@router.get("/unlock")
def choose(visit: WithVisit) -> Response:
    """First the prison, for someone with several; then date, session and wing."""
    if not visit.caller.caseloads:
        return visit.nobody("unlock")
    if not visit.request.query_params.get("prison") and not visit.own_prison:
        return choose_prison(visit)
    return _form(visit, _prison(visit))


@router.get("/unlock/prison")
def choose_prison(visit: WithVisit) -> Response:
    """Another prison, for someone with several."""
    prisons = visit.desk.prisons(visit.caller)
    return visit.page("choose_prison.html", "unlock", prisons=prisons, action="/unlock")


@router.get("/unlock/choose")
def chosen(visit: WithVisit) -> Response:
    """Go to the list that was chosen, or say what is missing."""
    query = visit.request.query_params
    prison = _prison(visit)
    day, fault = _day(visit)
    if day is None:
        return _form(visit, prison, fault)
    picked = {
        "prison": prison,
        "date": day.isoformat(),
        "session": query.get("session", slot_at(visit.now).value),
    }
    wing = query.get("wing", "")
    if wing:
        picked["wing"] = wing
    return RedirectResponse(f"/unlock/list?{urlencode(picked)}", 303)


def _prison(visit: Visit) -> str:
    values = Values(visit.request.query_params)
    prison = values.prison(visit.own_prison)
    values.finish()
    return prison


def _day(visit: Visit) -> tuple[date | None, str]:
    """The day chosen, or None and what is wrong with it."""
    query, today = visit.request.query_params, visit.now.date()
    named = {"today": today, "tomorrow": today + timedelta(days=1)}
    which = query.get("date", "today")
    if which in named:
        return named[which], ""
    day, month, year = (query.get(part, "").strip() for part in _DATE_PARTS)
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None, "Enter a real date, for example 27 11 2026"
    last = today + timedelta(days=DAYS_AHEAD)
    if not today <= found <= last:
        return None, f"Enter a date from today to {words.day(last)}"
    return found, ""


def _form(visit: Visit, prison: str, fault: str = "") -> Response:
    today = visit.now.date()
    whole_prison = UnlockAsk(prison, today, slot_at(visit.now), UnlockFilters())
    shown = visit.desk.unlock(visit.caller, whole_prison, visit.now)
    query = visit.request.query_params
    return visit.page(
        "unlock_choose.html",
        "unlock",
        200 if not fault else 400,
        prison_id=prison,
        prison=shown.unlock.prison,
        several=len(visit.caller.caseloads) > 1,
        today=today,
        tomorrow=today + timedelta(days=1),
        which=query.get("date", "today"),
        parts={part: query.get(part, "") for part in _DATE_PARTS},
        slots=tuple(Slot),
        slot=query.get("session", slot_at(visit.now).value),
        wings=shown.choices.wings,
        wing=query.get("wing", ""),
        faults=[{"text": fault, "href": "#on-day"}] if fault else [],
    )
