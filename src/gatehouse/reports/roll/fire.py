"""The fire roll: everyone inside now, wherever they are, to be accounted for (R-IN-2)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from gatehouse.access import Scope
from gatehouse.definitions import Product
from gatehouse.lake.moment import Moment
from gatehouse.reports.fitness import ROLL_MUST_NOT, fitness_warnings
from gatehouse.reports.names import people
from gatehouse.reports.reading import Reading
from gatehouse.reports.sheet import ColumnKind, Sheet, SheetColumn, SheetSection
from gatehouse.reports.unlock.assembly import cell_order
from gatehouse.reports.unlock.day import Day, read_day
from gatehouse.reports.unlock.model import Person
from gatehouse.reports.unlock.people import person_of

_COLUMNS = (
    SheetColumn("Cell", weight=1.0),
    SheetColumn("Name", weight=2.0),
    SheetColumn("Number", weight=1.0),
    SheetColumn("Alerts", weight=2.0),
    SheetColumn("Notes", weight=2.0),
    SheetColumn("Accounted for", ColumnKind.TICK, 0.7),
)


@dataclass(frozen=True, slots=True)
class FireRoll:
    """Everyone IN: in cells, in reception, without a cell, and whose place is not known.

    `unnamed` are limited-access people, counted and not named; `roll` is counted apart.
    """

    prison_id: str
    prison: str
    people: tuple[Person, ...]
    unnamed: int
    roll: int
    moment: Moment
    made_at: datetime

    @property
    def holds(self) -> bool:
        """Whether everyone inside is on it."""
        return len(self.people) + self.unnamed == self.roll


def build_fire_roll(
    reading: Reading, product: Product, scope: Scope, prison_id: str, now: datetime
) -> FireRoll:
    """The fire roll of a prison at the reading's moment; `product` is the unlock list.

    `now` is local time. Raises `Denied` when the prison is not within the scope.
    """
    return fire_roll_of(read_day(reading, product, scope, prison_id, on=now.date(), now=now), now)


def fire_roll_of(day: Day, now: datetime) -> FireRoll:
    """The fire roll from a day that has been read."""
    inside = [record for record in day.records if record.is_in]
    named = [record for record in inside if record.booking_id not in day.restricted]
    return FireRoll(
        prison_id=day.prison_id,
        prison=day.prison,
        people=tuple(sorted((person_of(day, record, ()) for record in named), key=cell_order)),
        unnamed=len(inside) - len(named),
        roll=day.roll,
        moment=day.moment,
        made_at=now,
    )


def fire_sheet(fire: FireRoll, made_by: str, classification: str) -> Sheet:
    """The fire roll on paper, a page for each wing, with boxes to tick."""
    named, unnamed = len(fire.people), fire.unnamed
    sums = (
        f"{named:,} named + {unnamed:,} not named = {named + unnamed:,}. Roll (in): {fire.roll:,}."
    )
    missing = (
        () if fire.holds else ("The numbers do not add up: somebody inside may not be on this.",)
    )
    return Sheet(
        title="Fire roll",
        classification=classification,
        columns=_COLUMNS,
        sections=tuple(
            _section(wing, tuple(held))
            for wing, held in groupby(fire.people, key=lambda person: person.wing)
        ),
        completeness=sums if fire.holds else f"DOES NOT ADD UP. {sums}",
        data_as_at=fire.moment.data_as_at,
        made_at=fire.made_at,
        made_by=made_by,
        facts=(("Prison", fire.prison), ("People inside", f"{fire.roll:,}")),
        warnings=(*fitness_warnings(fire.moment, fire.made_at, ROLL_MUST_NOT), *missing),
    )


def _section(wing: str, held: tuple[Person, ...]) -> SheetSection:
    rows = tuple(
        (
            person.cell,
            f"{person.last_name}, {person.first_name}",
            person.number,
            ", ".join(alert.label for alert in person.alerts),
            "\n".join(person.notes),
            None,
        )
        for person in held
    )
    return SheetSection(wing, rows, f"{people(len(rows))} to account for.", page_break=True)
