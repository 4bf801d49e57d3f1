"""The unlock list on paper and in files: sealed, and on record before it leaves."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from gatehouse.audit import Action
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.unlock.model import UnlockList
from gatehouse.reports.unlock.sheets import Layout
from gatehouse.reports.unlock.words import completeness_words
from gatehouse.web import words
from gatehouse.web.asking import UnlockAsk, read_unlock_ask
from gatehouse.web.downloads import EXPORTS, download
from gatehouse.web.front import Visit, WithVisit
from gatehouse.web.pages.unlock import PRODUCT, known_alerts, require_known
from gatehouse.web.query_string import Values
from gatehouse.web.unlock_view import area, counts_of, landings_of, subjects

router = APIRouter()

_NOT_FOUND = 404


@router.get("/unlock/print")
def print_page(visit: WithVisit) -> Response:
    """The list laid out for paper, with boxes to tick and its code."""
    if not visit.caller.caseloads:
        return visit.nobody("unlock")
    output = _sealed(visit, Action.PRINT, "print", Layout.STAFF)
    unlock, sheet = output.unlock, output.sheet
    proof = (
        ("Code", sheet.code),
        ("Printed by", sheet.made_by),
        ("Printed at", words.moment(sheet.made_at)),
    )
    return visit.page(
        "unlock_print.html",
        "unlock",
        ask=output.ask,
        unlock=unlock,
        area=area(unlock),
        counts=counts_of(unlock),
        completeness=completeness_words(unlock.completeness),
        landings=landings_of(unlock.people),
        facts=(*proof, *sheet.facts),
    )


@router.get("/unlock/{kind}")
def file_of(visit: WithVisit, kind: str) -> Response:
    """The list as PDF, Excel or CSV. A PDF is for paper, so it has boxes to tick."""
    if kind not in EXPORTS:
        raise HTTPException(_NOT_FOUND)
    if not visit.caller.caseloads:
        return visit.nobody("unlock")
    if kind == "pdf":
        output = _sealed(visit, Action.PRINT, kind, Layout.STAFF)
    else:
        output = _sealed(visit, Action.EXPORT, kind, Layout.OFFICER)
    return download(EXPORTS[kind](output.sheet), kind, output.name)


@dataclass(frozen=True, slots=True)
class _Output:
    ask: UnlockAsk
    unlock: UnlockList
    sheet: Sheet

    @property
    def name(self) -> str:
        return f"unlock-list-{self.ask.prison_id}-{self.ask.on.isoformat()}-{self.ask.slot.value}"


def _sealed(visit: Visit, action: Action, form: str, usual: Layout) -> _Output:
    values = Values(visit.request.query_params)
    layout = values.choice("layout", "the layout", usual)
    values.finish()
    ask = read_unlock_ask(visit.request.query_params, visit.own_prison, visit.now)
    shown = visit.desk.unlock(visit.caller, ask, visit.now)
    require_known(ask, shown, known_alerts(visit, ask, shown))
    sheet = visit.desk.seal_unlock(visit.caller, ask, shown.unlock, layout)
    visit.record(
        action,
        PRODUCT,
        {**ask.parameters(), "form": form, "layout": layout, "code": sheet.code},
        subjects(shown.unlock),
        completeness_words(shown.unlock.completeness),
    )
    return _Output(ask, shown.unlock, sheet)
