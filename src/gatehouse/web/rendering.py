"""Turning templates into pages. Everything a template prints is escaped."""

from collections.abc import Mapping
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from starlette.responses import HTMLResponse

from gatehouse.reports import fitness
from gatehouse.reports.classification import CLASSIFICATION
from gatehouse.reports.unlock.remarks import remarks
from gatehouse.reports.unlock.words import hours_words, session_words
from gatehouse.web import words
from gatehouse.web.assets import asset_names
from gatehouse.web.forms import masked
from gatehouse.web.roll_view import drill_words, figures_of_line
from gatehouse.web.unlock_view import (
    area,
    event_tags,
    is_apart,
    pairs_apart,
    told_of,
    warnings_of_list,
)

_MUST_NOT = {
    "activities": fitness.ACTIVITIES_MUST_NOT,
    "roll": fitness.ROLL_MUST_NOT,
    "unlock": fitness.UNLOCK_MUST_NOT,
}


class Renderer:
    """The templates of this room and the GOV.UK macros, with words for dates and counts."""

    def __init__(self, *, demo: bool) -> None:
        self._templates = _environment(demo)

    def page(self, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """One page as an answer."""
        return HTMLResponse(self._templates.get_template(template).render(values), status)


@cache
def _environment(demo: bool) -> Environment:
    """Templates, compiled once for the process."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    templates = Environment(
        loader=ChoiceLoader([govuk, PackageLoader("gatehouse.web")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        assets=asset_names(),
        demo=demo,
        event_tags=event_tags,
        hours=hours_words,
        is_apart=is_apart,
        marking=CLASSIFICATION,
        masked=masked,
        must_not=_MUST_NOT,
        remarks=remarks,
        told_of=told_of,
    )
    templates.filters.update(
        ago=words.ago,
        area=area,
        capitalize_first=words.capitalised,
        clock=words.clock,
        counted=words.count,
        counted_drill=drill_words,
        day=words.day,
        figures_of_line=figures_of_line,
        moment=words.moment,
        pairs_apart=pairs_apart,
        people=words.people,
        records=fitness.records_words,
        slot=session_words,
        warnings_of_list=warnings_of_list,
    )
    return templates
