"""Activities as sheets: a page for each session, and the people with none."""

from gatehouse.reports.activities.model import Activities, Expected, Session
from gatehouse.reports.fitness import ACTIVITIES_MUST_NOT, fitness_warnings
from gatehouse.reports.names import people
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection
from gatehouse.reports.unlock.model import EventState, Person, Place
from gatehouse.reports.unlock.remarks import clash_words, end_words
from gatehouse.reports.unlock.words import day_words, events_words, hours_words, session_words

_EXPECTED = (
    SheetColumn("Cell"),
    SheetColumn("Name", weight=2.0),
    SheetColumn("Number"),
    SheetColumn("Alerts", weight=1.6),
    SheetColumn("Clashes", weight=1.6),
    SheetColumn("Attendance", weight=1.4),
    SheetColumn("Notes", weight=2.2),
    SheetColumn("Attended", ColumnKind.TICK, 0.6),
)
_WITHOUT = (
    SheetColumn("Cell"),
    SheetColumn("Name", weight=2.0),
    SheetColumn("Number"),
    SheetColumn("Alerts", weight=1.6),
    SheetColumn("What else is on", weight=3.0),
    SheetColumn("Notes", weight=2.0),
)


def activities_sheet(activities: Activities, made_by: str, classification: str) -> Sheet:
    """Who is expected at each session, a page for each."""
    sections = tuple(_session(session) for session in activities.sessions)
    return _sheet(activities, "Activities", _EXPECTED, sections, (made_by, classification))


def without_activity_sheet(activities: Activities, made_by: str, classification: str) -> Sheet:
    """People in the prison with no activity in the session."""
    rows = tuple(_without(person) for person in activities.without)
    section = SheetSection("People with no activity", rows, f"{people(len(rows))}.")
    return _sheet(
        activities, "People with no activity", _WITHOUT, (section,), (made_by, classification)
    )


def whole_words(activities: Activities) -> str:
    """The sum that shows everyone is counted once."""
    sums = (
        f"{activities.allocated:,} with an activity + {len(activities.without):,} without + "
        f"{activities.unnamed:,} whose access is restricted + {activities.out:,} out. "
        f"In our care: {activities.in_care:,}."
    )
    return sums if activities.holds else f"DOES NOT ADD UP. {sums}"


def _sheet(
    activities: Activities,
    title: str,
    columns: tuple[SheetColumn, ...],
    sections: tuple[SheetSection, ...],
    made: tuple[str, str],
) -> Sheet:
    made_by, classification = made
    to_record = sum(session.to_record for session in activities.sessions)
    wrong = () if activities.holds else ("The numbers do not add up: somebody may be missing.",)
    unfit = fitness_warnings(activities.moment, activities.made_at, ACTIVITIES_MUST_NOT)
    return Sheet(
        title=title,
        classification=classification,
        columns=columns,
        sections=sections,
        completeness=whole_words(activities),
        data_as_at=activities.moment.data_as_at,
        made_at=activities.made_at,
        made_by=made_by,
        facts=(
            ("Prison", activities.prison),
            ("Date", day_words(activities.on)),
            ("Session", session_words(activities.slot)),
            ("Sessions of activities", f"{len(activities.sessions):,}"),
            ("Attendance still to record", f"{to_record:,}"),
        ),
        warnings=(*unfit, *wrong),
    )


def _session(session: Session) -> SheetSection:
    about = [session.activity, hours_words(session.start, session.end), session.location]
    summary = (
        f"{session.live:,} to expect, {session.recorded:,} recorded, {session.to_record:,} to "
        f"record, {session.clashing:,} with a clash."
    )
    return SheetSection(
        ", ".join(part for part in about if part),
        tuple(_expected(one) for one in session.expected),
        f"Cancelled. {summary}" if session.is_cancelled else summary,
        page_break=True,
    )


def _expected(one: Expected) -> tuple[Cell, ...]:
    person, event = one.person, one.event
    state = () if event.state is EventState.PLANNED else (event.state.value,)
    where = person.notes if person.place is not Place.CELL else ()
    return (
        person.cell or person.wing,
        f"{person.last_name}, {person.first_name}",
        person.number,
        ", ".join(alert.label for alert in person.alerts),
        "\n".join(clash_words(event, person.events)),
        one.attendance,
        "\n".join((*state, *filter(None, (end_words(event),)), *event.notes, *where)),
        None,
    )


def _without(person: Person) -> tuple[Cell, ...]:
    return (
        person.cell or person.wing,
        f"{person.last_name}, {person.first_name}",
        person.number,
        ", ".join(alert.label for alert in person.alerts),
        events_words(person),
        "\n".join(person.notes),
    )
