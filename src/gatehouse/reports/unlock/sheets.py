"""The unlock list as a sheet: to read, to tick, to hang up, or for who receives people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from gatehouse.access import Disclosure, DisclosureError
from gatehouse.reports.fitness import UNLOCK_MUST_NOT, fitness_warnings
from gatehouse.reports.names import people
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection
from gatehouse.reports.unlock.assembly import KEEP_APART
from gatehouse.reports.unlock.filters import words_of
from gatehouse.reports.unlock.instructors import INSTRUCTOR_COLUMNS, instructor_sections
from gatehouse.reports.unlock.model import Person, UnlockList
from gatehouse.reports.unlock.people import NOT_PLACED
from gatehouse.reports.unlock.words import (
    completeness_words,
    counts_words,
    day_words,
    events_words,
    paper_words,
    session_words,
)

OUT = "Out of the prison"


class Layout(StrEnum):
    """Whom a sheet is for."""

    OFFICER = "officer"
    STAFF = "staff"
    GENERAL = "general"
    INSTRUCTOR = "instructor"


_NAMES = {
    Layout.OFFICER: "Unlock list",
    Layout.STAFF: "Unlock list for staff to mark",
    Layout.GENERAL: "Unlock list for general view",
    Layout.INSTRUCTOR: "Who to expect, by place",
}
_TICKS = tuple(
    SheetColumn(heading, ColumnKind.TICK, 0.5)
    for heading in ("Refused", "Rest in cell", "Unlocked")
)
_WHO = (
    SheetColumn("Cell", weight=1.0),
    SheetColumn("Name", weight=1.8),
    SheetColumn("Number", weight=1.0),
)
_RISK = (SheetColumn("Category", weight=0.7), SheetColumn("Alerts", weight=1.4))
_ON = SheetColumn("What is on", weight=4.0)
_COLUMNS = {
    Layout.OFFICER: (
        *_WHO,
        *_RISK,
        _ON,
        SheetColumn("Notes", weight=2.0),
    ),
    Layout.STAFF: (
        *_WHO,
        *_RISK,
        _ON,
        *_TICKS,
    ),
    Layout.GENERAL: (*_WHO, _ON),
    Layout.INSTRUCTOR: INSTRUCTOR_COLUMNS,
}


def unlock_sheet(
    unlock: UnlockList, layout: Layout | str, made_by: str, classification: str
) -> Sheet:
    """A list as a sheet. Raises `DisclosureError` when it may not be printed for its day, or,
    for general view, is not offered (R-SEC-3)."""
    layout = Layout(layout)
    disclosure = Disclosure.for_view(
        unlock.on, unlock.made_at.date(), general=layout is Layout.GENERAL
    )
    if not disclosure.may_print:
        raise DisclosureError(
            f"A list may be printed up to {disclosure.last_printable:%-d %B %Y}; the list for "
            f"{unlock.on:%-d %B %Y} can be read on screen."
        )
    return Sheet(
        title=_NAMES[layout],
        classification=classification,
        columns=_COLUMNS[layout],
        sections=_sections(unlock, layout, disclosure),
        completeness=completeness_words(unlock.completeness),
        data_as_at=unlock.moment.data_as_at,
        made_at=unlock.made_at,
        made_by=made_by,
        facts=_facts(unlock),
        warnings=_warnings(unlock),
        notices=_notices(unlock, layout),
    )


def wing_sections(
    people: Iterable[Person], row: Callable[[Person], tuple[Cell, ...]]
) -> tuple[SheetSection, ...]:
    """People as the list has them, a section for each wing, each wing on a page of its own."""
    groups = [(wing, tuple(held)) for wing, held in groupby(people, key=lambda person: person.wing)]
    return tuple(
        SheetSection(
            wing, tuple(row(person) for person in held), counts_words(held), page_break=True
        )
        for wing, held in groups
    )


def _sections(
    unlock: UnlockList, layout: Layout, disclosure: Disclosure
) -> tuple[SheetSection, ...]:
    if layout is Layout.INSTRUCTOR:
        return instructor_sections((*unlock.people, *unlock.not_placed, *unlock.out))
    row = _Row(layout, disclosure)
    sections = wing_sections(unlock.people, row)
    if layout is Layout.GENERAL:
        return sections
    apart = ((NOT_PLACED, unlock.not_placed), (OUT, unlock.out))
    return (
        *sections,
        *(
            SheetSection(
                heading,
                tuple(row(person, ticked=heading is not OUT) for person in held),
                f"{people(len(held))}.",
            )
            for heading, held in apart
            if held
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    layout: Layout
    disclosure: Disclosure

    def __call__(self, person: Person, *, ticked: bool = True) -> tuple[Cell, ...]:
        name = f"{person.last_name}, {self.disclosure.first_name(person.first_name)}"
        who = (person.cell, name, self.disclosure.number(person.number))
        on = events_words(person)
        if self.layout is Layout.GENERAL:
            return (*who, on)
        risk = (person.category, ", ".join(alert.label for alert in person.alerts))
        if self.layout is Layout.STAFF:
            boxes = (None if ticked else "" for _ in _TICKS)
            return (*who, *risk, paper_words(person), *boxes)
        return (*who, *risk, on, "\n".join(person.notes))


def _warnings(unlock: UnlockList) -> tuple[str, ...]:
    about_itself = (w for w in unlock.warnings if not w.startswith(KEEP_APART))
    return (*fitness_warnings(unlock.moment, unlock.made_at, UNLOCK_MUST_NOT), *about_itself)


def _notices(unlock: UnlockList, layout: Layout) -> tuple[str, ...]:
    """Names of people to keep apart never hang on a wall."""
    if layout is Layout.GENERAL:
        return ()
    return tuple(warning for warning in unlock.warnings if warning.startswith(KEEP_APART))


def _alert_labels(unlock: UnlockList) -> dict[str, str]:
    everyone = (*unlock.people, *unlock.not_placed, *unlock.out)
    return {alert.code: alert.label for person in everyone for alert in person.alerts}


def _facts(unlock: UnlockList) -> tuple[tuple[str, str], ...]:
    leaving = sum(
        any(event.leaves_prison and event.is_live for event in person.events)
        for person in unlock.people
    )
    return (
        ("Prison", unlock.prison),
        ("Date", day_words(unlock.on)),
        ("Session", session_words(unlock.slot)),
        ("People", counts_words(unlock.people)),
        ("Leaving the prison", f"{leaving:,}"),
        *(words_of(unlock.filters, _alert_labels(unlock)) or (("Filters", "none: everyone"),)),
    )
