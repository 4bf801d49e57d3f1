"""Activities of a session: allocated, clashing, recorded, to record, and people with none."""

from datetime import datetime

from gatehouse.reports.activities import build_activities
from gatehouse.reports.activities.model import Activities, Session
from gatehouse.reports.activities.sheets import activities_sheet, without_activity_sheet
from gatehouse.reports.unlock.model import Slot
from tests.support.asking import NOW, PRODUCTS, TODAY, database_of, scope_of
from tests.support.duck import configure, reading_of
from tests.support.tables import read_tables

MORNING = """
## people
| number  | last   | cell    | status                       |
|---------|--------|---------|------------------------------|
| A1001AA | Able   | A-1-010 | IN                           |
| A1002AA | Baker  | A-1-002 | IN                           |
| A1003AA | Carter | B-1-001 | IN                           |
| A1004AA | Dyer   | B-1-002 | OUT CRT CRT 2026-11-24 07:10 |
| A1005AA | Ewing  | RECP    | IN                           |

## events
| number  | kind        | what     | where | time        | slot | status    | record    |
|---------|-------------|----------|-------|-------------|------|-----------|-----------|
| A1001AA | activity    | Woodwork | SHOP  | 08:30-11:45 | AM   |           | ATT       |
| A1002AA | activity    | Woodwork | SHOP  | 08:30-11:45 | AM   |           | to record |
| A1004AA | activity    | Woodwork | SHOP  | 08:30-11:45 | AM   |           | none      |
| A1003AA | activity    | Woodwork | SHOP  | 08:30-11:45 | AM   | SUSPENDED | to record |
| A1002AA | appointment | MEDE     | HCC   | 10:00-10:30 |      |           |           |
| A1001AA | activity    | Maths    | CLASS | 14:00-16:00 | PM   | CANC      | to record |
"""


def activities(slot: Slot = Slot.AM, *, restricted: str = "", now: datetime = NOW) -> Activities:
    database = database_of(read_tables(MORNING))
    configure(database, "limited_access_feed", [(NOW,)])
    if restricted:
        row = (restricted, "restriction", "SOMEONE", None, None)
        configure(database, "limited_access", [row])
    product = PRODUCTS["activities"]
    reading = reading_of(database, NOW)
    return build_activities(reading, product, scope_of(product), "MDI", TODAY, slot, now)


def woodwork() -> Session:
    [session] = activities().sessions
    return session


def test_everyone_allocated_is_on_the_session_by_cell() -> None:
    assert [one.person.number for one in woodwork().expected] == [
        "A1002AA",
        "A1001AA",
        "A1003AA",
        "A1004AA",
    ]


def test_attendance_recorded_and_to_record_are_apart() -> None:
    session = woodwork()
    assert (session.live, session.recorded, session.to_record) == (3, 1, 2)
    assert [one.attendance for one in session.expected] == [
        "to record",
        "attended",
        "to record",
        "no attendance record",
    ]


def test_who_clashes_is_counted_and_named() -> None:
    session = woodwork()
    assert session.clashing == 1
    assert session.expected[0].event.clashes_with == ("Dentist",)


def test_people_with_no_activity_are_named_and_everyone_is_counted_once() -> None:
    held = activities()
    assert [person.number for person in held.without] == ["A1003AA", "A1005AA"]
    assert (held.allocated, held.out, held.unnamed, held.in_care) == (2, 1, 0, 5)
    assert held.holds


def test_a_cancelled_session_is_shown_as_such_and_leaves_nothing_to_record() -> None:
    [maths] = activities(Slot.PM).sessions
    assert (maths.is_cancelled, maths.live, maths.to_record) == (True, 0, 0)


def test_limited_access_people_are_counted_and_not_named() -> None:
    held = activities(restricted="A1001AA")
    named = {one.person.number for session in held.sessions for one in session.expected}
    assert "A1001AA" not in named
    assert (held.unnamed, held.holds) == (1, True)


def test_sheets_have_a_page_for_each_session_and_the_sum() -> None:
    held = activities()
    sheet = activities_sheet(held, "Instructor", "OFFICIAL-SENSITIVE")
    [section] = sheet.sections
    assert section.heading == "Woodwork, 08:30 to 11:45, Shop"
    assert section.summary == "3 to expect, 1 recorded, 2 to record, 1 with a clash."
    assert section.page_break
    assert sheet.completeness.startswith("2 with an activity + 2 without + 0")
    rest = without_activity_sheet(held, "Instructor", "OFFICIAL-SENSITIVE")
    assert [row[2] for row in rest.sections[0].rows] == ["A1003AA", "A1005AA"]


def test_late_data_is_said() -> None:
    late = activities(now=datetime(2026, 11, 24, 8, 0))
    assert late.late
    sheet = activities_sheet(late, "Instructor", "OFFICIAL-SENSITIVE")
    assert sheet.warnings[0].startswith("Late data")
