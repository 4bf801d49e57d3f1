"""Turning templates into pages. Everything a template prints is escaped."""

from collections.abc import Mapping
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from starlette.responses import HTMLResponse

from gatehouse.reports import fitness
from gatehouse.reports.classification import CLASSIFICATION
from gatehouse.web import words
from gatehouse.web.assets import asset_names
from gatehouse.web.forms import masked
from gatehouse.web.unlock_view import event_tags

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
        hours=words.hours,
        marking=CLASSIFICATION,
        masked=masked,
        must_not=_MUST_NOT,
    )
    templates.filters.update(
        ago=words.ago,
        capitalize_first=words.capitalised,
        clock=words.clock,
        counted=words.count,
        day=words.day,
        moment=words.moment,
        people=words.people,
        records=fitness.records_words,
        slot=words.slot,
    )
    return templates
