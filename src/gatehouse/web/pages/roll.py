"""The roll: figures, wings and landings, and the names behind every figure."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from gatehouse.audit import Action
from gatehouse.reports.roll.model import DrillId, Roll
from gatehouse.reports.roll.sheets import whole_words
from gatehouse.web.desk import RollPaper
from gatehouse.web.downloads import EXPORTS, download
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.query_string import Values
from gatehouse.web.roll_view import COLUMNS, figures

router = APIRouter()

PRODUCT = "roll"
_NOT_FOUND = 404


@router.get("/roll")
def roll_page(visit: WithVisit) -> Response:
    """Figures only; whose they are is a page of its own, and on record."""
    if not visit.caller.caseloads:
        return visit.nobody("roll")
    if not visit.request.query_params.get("prison") and not visit.own_prison:
        return another_prison(visit)
    roll = _roll(visit)
    visit.record(Action.VIEW, PRODUCT, {"prison": roll.prison_id}, (), whole_words(roll))
    return visit.page(
        "roll.html",
        "roll",
        roll=roll,
        figures=figures(roll),
        columns=COLUMNS,
        sum=whole_words(roll),
        several=len(visit.caller.caseloads) > 1,
    )


@router.get("/roll/prison")
def another_prison(visit: WithVisit) -> Response:
    """Another prison, for someone with several."""
    prisons = visit.desk.prisons(visit.caller)
    return visit.page("choose_prison.html", "roll", prisons=prisons, action="/roll")


@router.get("/roll/{paper}.{kind}")
def paper_of(visit: WithVisit, paper: str, kind: str) -> Response:
    """The roll, the names behind it or the fire roll as PDF, Excel or CSV."""
    if paper not in list(RollPaper) or kind not in EXPORTS:
        raise HTTPException(_NOT_FOUND)
    if not visit.caller.caseloads:
        return visit.nobody("roll")
    prison = _prison(visit)
    made = visit.desk.roll_paper(visit.caller, prison, RollPaper(paper), visit.now)
    asked = {"prison": prison, "paper": paper, "form": kind, "code": made.sheet.code}
    action = Action.PRINT if kind == "pdf" else Action.EXPORT
    visit.record(action, PRODUCT, asked, made.subjects, made.sheet.completeness)
    name = f"roll-{paper}-{prison}-{visit.now:%Y-%m-%d-%H%M}"
    return download(EXPORTS[kind](made.sheet), kind, name)


@router.get("/roll/{drill}")
def drill_page(visit: WithVisit, drill: str) -> Response:
    """The names behind one figure."""
    if drill not in list(DrillId):
        raise HTTPException(_NOT_FOUND)
    if not visit.caller.caseloads:
        return visit.nobody("roll")
    roll = _roll(visit)
    found = roll.drill(DrillId(drill))
    asked = {"prison": roll.prison_id, "list": drill}
    subjects = [row.number for row in found.rows]
    visit.record(Action.VIEW, PRODUCT, asked, subjects, f"{found.count} counted")
    return visit.page("roll_drill.html", "roll", roll=roll, drill=found)


def _roll(visit: Visit) -> Roll:
    return visit.desk.roll(visit.caller, _prison(visit), visit.now)


def _prison(visit: Visit) -> str:
    values = Values(visit.request.query_params)
    prison = values.prison(visit.own_prison)
    values.finish()
    return prison
