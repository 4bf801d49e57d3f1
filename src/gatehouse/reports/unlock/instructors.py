"""The receiving instructor's list: who to expect, by place and time (R-UL-4)."""

from collections import defaultdict
from collections.abc import Iterable

from gatehouse.reports.places import NaturalKey, natural_key
from gatehouse.reports.sheet import Cell, ColumnKind, SheetColumn, SheetSection
from gatehouse.reports.unlock.model import Event, EventState, Person, Place

LEAVING_THE_PRISON = "Leaving the prison"
NO_PLACE = "No location recorded"
INSTRUCTOR_COLUMNS = (
    SheetColumn("Start", ColumnKind.TIME, 0.7),
    SheetColumn("End", ColumnKind.TIME, 0.7),
    SheetColumn("What is on", weight=2.0),
    SheetColumn("Name", weight=1.8),
    SheetColumn("Number"),
    SheetColumn("From", weight=1.2),
    SheetColumn("Alerts", weight=1.5),
    SheetColumn("Notes", weight=2.2),
    SheetColumn("Arrived", ColumnKind.TICK, 0.6),
)


def instructor_sections(people: Iterable[Person]) -> tuple[SheetSection, ...]:
    """A page for each place people go to, in order of time; those leaving the prison last."""
    going: dict[str, list[tuple[Event, Person]]] = defaultdict(list)
    for person in people:
        for event in person.events:
            going[_destination(event)].append((event, person))
    return tuple(
        SheetSection(
            place,
            tuple(_row(event, person) for event, person in sorted(held, key=_order)),
            f"{sum(event.is_live for event, _ in held):,} to expect.",
            page_break=True,
        )
        for place, held in sorted(going.items(), key=_place_order)
    )


def _destination(event: Event) -> str:
    if event.leaves_prison:
        return LEAVING_THE_PRISON
    return event.location or NO_PLACE


def _row(event: Event, person: Person) -> tuple[Cell, ...]:
    notes = [] if event.state is EventState.PLANNED else [event.state.value]
    notes += event.notes
    if person.place is Place.OUT:
        notes += person.notes
    return (
        event.start,
        event.end,
        event.summary,
        f"{person.last_name}, {person.first_name}",
        person.number,
        person.cell or person.wing,
        ", ".join(alert.label for alert in person.alerts),
        "\n".join(notes),
        None,
    )


def _order(held: tuple[Event, Person]) -> tuple[str, str, str, str]:
    event, person = held
    start = f"{event.start:%H:%M}" if event.start else ""
    return start, event.summary.lower(), person.last_name, person.number


def _place_order(section: tuple[str, list[tuple[Event, Person]]]) -> tuple[bool, NaturalKey]:
    place, _ = section
    return place == LEAVING_THE_PRISON, natural_key(place)
