"""Activities of a session: what is on where, who is expected, and what is still to record."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from gatehouse.audit import Action
from gatehouse.reports.activities.model import Activities, Session
from gatehouse.reports.activities.sheets import whole_words
from gatehouse.reports.unlock.model import Slot
from gatehouse.web import words
from gatehouse.web.asking import slot_at
from gatehouse.web.desk import ActivitiesPaper
from gatehouse.web.downloads import EXPORTS, download
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.query_string import Values
from gatehouse.web.unlock_view import numbers

router = APIRouter()

PRODUCT = "activities"
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class _Ask:
    prison_id: str
    on: date
    slot: Slot

    def query(self, **more: str) -> str:
        """The query string that asks for this, and anything more."""
        return urlencode(
            {
                "prison": self.prison_id,
                "date": self.on.isoformat(),
                "session": self.slot.value,
                **more,
            }
        )

    def at(self, slot: Slot) -> "_Ask":
        """The same day in another session."""
        return _Ask(self.prison_id, self.on, slot)

    def of(self, session: Session) -> str:
        """The query string of one session of an activity."""
        start = words.clock(session.start)
        return self.query(activity=session.activity, location=session.location, start=start)


@router.get("/activities")
def activities_page(visit: WithVisit) -> Response:
    """Sessions and their figures; names are a page further, and on record."""
    if not visit.caller.caseloads:
        return visit.nobody("activities")
    if not visit.request.query_params.get("prison") and not visit.own_prison:
        return another_prison(visit)
    ask, found = _found(visit)
    visit.record(Action.VIEW, PRODUCT, _asked(ask), (), whole_words(found))
    return _page(visit, "activities.html", ask, found)


@router.get("/activities/prison")
def another_prison(visit: WithVisit) -> Response:
    """Another prison, for someone with several."""
    prisons = visit.desk.prisons(visit.caller)
    return visit.page("choose_prison.html", "activities", prisons=prisons, action="/activities")


@router.get("/activities/session")
def session_page(visit: WithVisit) -> Response:
    """Who is expected at one session of an activity."""
    if not visit.caller.caseloads:
        return visit.nobody("activities")
    ask, found = _found(visit)
    query = visit.request.query_params
    wanted = tuple(query.get(key, "") for key in ("activity", "location", "start"))
    for session in found.sessions:
        if (session.activity, session.location, words.clock(session.start)) == wanted:
            subjects = numbers(one.person for one in session.expected)
            asked = {**_asked(ask), "activity": session.activity, "location": session.location}
            visit.record(Action.VIEW, PRODUCT, asked, subjects, f"{session.live} to expect")
            return _page(visit, "activity_session.html", ask, found, session=session)
    raise HTTPException(_NOT_FOUND)


@router.get("/activities/without")
def without_page(visit: WithVisit) -> Response:
    """People in the prison with no activity in the session."""
    if not visit.caller.caseloads:
        return visit.nobody("activities")
    ask, found = _found(visit)
    asked = {**_asked(ask), "list": "without"}
    visit.record(Action.VIEW, PRODUCT, asked, numbers(found.without), whole_words(found))
    return _page(visit, "activities_without.html", ask, found)


@router.get("/activities/{paper}.{kind}")
def paper_of(visit: WithVisit, paper: str, kind: str) -> Response:
    """Everyone expected, or everyone without an activity, as PDF, Excel or CSV."""
    if paper not in list(ActivitiesPaper) or kind not in EXPORTS:
        raise HTTPException(_NOT_FOUND)
    if not visit.caller.caseloads:
        return visit.nobody("activities")
    ask, found = _found(visit)
    made = visit.desk.activities_paper(visit.caller, found, ActivitiesPaper(paper))
    asked = {**_asked(ask), "paper": paper, "form": kind, "code": made.sheet.code}
    action = Action.PRINT if kind == "pdf" else Action.EXPORT
    visit.record(action, PRODUCT, asked, made.subjects, made.sheet.completeness)
    name = f"activities-{paper}-{ask.prison_id}-{ask.on}-{ask.slot.value}"
    return download(EXPORTS[kind](made.sheet), kind, name)


def _found(visit: Visit) -> tuple[_Ask, Activities]:
    values = Values(visit.request.query_params)
    ask = _Ask(
        prison_id=values.prison(visit.own_prison),
        on=values.day(visit.now.date()),
        slot=values.choice("session", "the session", slot_at(visit.now)),
    )
    values.finish()
    return ask, visit.desk.activities(visit.caller, ask.prison_id, ask.on, ask.slot, visit.now)


def _asked(ask: _Ask) -> dict[str, object]:
    return {"prison": ask.prison_id, "date": ask.on, "session": ask.slot}


def _page(
    visit: Visit, template: str, ask: _Ask, found: Activities, session: Session | None = None
) -> Response:
    return visit.page(
        template,
        "activities",
        ask=ask,
        found=found,
        session=session,
        sum=whole_words(found),
        slots=tuple(Slot),
        several=len(visit.caller.caseloads) > 1,
    )
