"""What people have on: sources, states, sessions, exclusions, clashes (R-UL, R-SLOT, R-DPS)."""

from datetime import date, time

import pytest

from gatehouse.reports.unlock.model import Event, EventKind, EventState, Slot, UnlockList
from tests.support.asking import TODAY, database_of, unlock_list, unlock_lists
from tests.support.duck import configure
from tests.support.tables import read_tables

PLACES = """
## places
| path | name      | lives |
|------|-----------|-------|
| A    | Wing A    | yes   |
| SHOP | Woodwork  | no    |
| WOW  | On wing   | no    |
"""
PEOPLE = """
## people
| number  | last | cell    |
|---------|------|---------|
| A1001AA | Able | A-1-001 |
| A1002AA | Best | A-1-002 |
"""
EVENT_HEAD = """
## events
| number | kind | what | where | time | slot | status | record |
|--|--|--|--|--|--|--|--|
"""


def tables(*events: str, more: str = "") -> dict[str, list[dict[str, str]]]:
    return read_tables("\n".join([PLACES, PEOPLE, EVENT_HEAD + "\n".join(events), more]))


def listed(
    *events: str, slot: Slot = Slot.AM, on: date = TODAY, more: str = "", today: date = TODAY
) -> UnlockList:
    return unlock_list(database_of(tables(*events, more=more), on), slot, on=on)


def events_of(held: UnlockList, number: str = "A1001AA") -> tuple[Event, ...]:
    everyone = (*held.people, *held.out)
    return next(person.events for person in everyone if person.number == number)


def activity(
    time_: str = "09:00-11:00",
    slot: str = "AM",
    status: str = "",
    record: str = "",
    number: str = "A1001AA",
) -> str:
    return f"| {number} | activity | Woodwork | SHOP | {time_} | {slot} | {status} | {record} |"


def appointment(time_: str, number: str = "A1001AA", what: str = "MEDE", where: str = "HCC") -> str:
    return f"| {number} | appointment | {what} | {where} | {time_} |  |  |  |"


@pytest.mark.parametrize(
    ("row", "kind", "summary"),
    [
        (activity(), EventKind.ACTIVITY, "Woodwork"),
        ("| A1001AA | court | CRT | | 09:30 | | | |", EventKind.COURT, "Court"),
        ("| A1001AA | court | VL | | 09:30 | | | |", EventKind.COURT, "Court by video link"),
        (
            "| A1001AA | adjudication hearing | | ADJ | 10:00 | | | |",
            EventKind.HEARING,
            "Adjudication hearing",
        ),
        ("| A1001AA | release | | | 09:15 | | | |", EventKind.RELEASE, "Release"),
        (
            "| A1001AA | visit | SCON | VISITS | 09:30-10:30 | | | |",
            EventKind.VISIT,
            "Social visit",
        ),
        ("| A1001AA | visit | OFFI | VISITS | 09:30 | | | |", EventKind.VISIT, "Official visit"),
        (
            "| A1001AA | temporary absence | C5 | SHEFCC | 09:30-11:00 | | | |",
            EventKind.TEMPORARY_ABSENCE,
            "Temporary absence",
        ),
        ("| A1001AA | transfer | NOTR | LEI | 10:00 | | | |", EventKind.TRANSFER, "Transfer"),
        (appointment("10:00-10:30"), EventKind.APPOINTMENT, "Dentist"),
    ],
)
def test_r_ul_2_every_source_is_on_the_list_once(row: str, kind: EventKind, summary: str) -> None:
    [event] = events_of(listed(row))
    assert (event.kind, event.summary, event.state) == (kind, summary, EventState.PLANNED)


def test_r_dps_2_a_temporary_absence_says_where_to_and_a_transfer_does_not() -> None:
    [absence] = events_of(listed("| A1001AA | temporary absence | C5 | SHEFCC | 09:30 | | | |"))
    [transfer] = events_of(listed("| A1001AA | transfer | NOTR | LEI | 09:30 | | | |"))
    assert (absence.location, absence.notes) == ("Sheffield CC", ("Outpatient",))
    assert transfer.location == ""


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (activity(status="CANC"), EventState.CANCELLED),
        (activity(record="CANC"), EventState.CANCELLED),
        (activity(status="SUSPENDED"), EventState.SUSPENDED),
        (activity(record="NREQ"), EventState.NOT_REQUIRED),
        ("| A1001AA | court | CRT | | 09:30 | | CANC | |", EventState.CANCELLED),
        ("| A1001AA | adjudication hearing | | ADJ | 10:00 | | CANC | |", EventState.CANCELLED),
        ("| A1001AA | visit | SCON | VISITS | 09:30 | | VISITOR | |", EventState.CANCELLED),
        ("| A1001AA | visit | SCON | VISITS | 09:30 | | HMPOP | |", EventState.CANCELLED),
        ("| A1001AA | appointment | MEDE | HCC | 09:30 | | CANC | |", EventState.CANCELLED),
    ],
)
def test_r_dps_5_what_has_been_called_off_is_shown_as_such(row: str, state: EventState) -> None:
    held = listed(row)
    [event] = events_of(held)
    assert event.state is state
    assert not held.people[0].has_event


def test_r_sec_2_an_activity_without_a_record_is_shown_and_says_so() -> None:
    [event] = events_of(listed(activity(record="none")))
    assert event.notes == ("no attendance record",)


def test_no_record_is_expected_for_a_day_to_come() -> None:
    tomorrow = date(2026, 11, 25)
    [event] = events_of(listed(activity(record="none"), on=tomorrow))
    assert event.notes == ()


def test_a_catch_up_session_is_left_out() -> None:
    assert events_of(listed(activity(status="CATCH_UP"))) == ()


@pytest.mark.parametrize(
    ("status", "slot", "shown"),
    [
        ("EXCLUDED TUE", "AM", False),
        ("EXCLUDED TUE AM", "AM", False),
        ("EXCLUDED TUE PM", "AM", True),
        ("EXCLUDED WED", "AM", True),
        ("EXCLUDED TUE PM", "", False),
    ],
)
def test_r_slot_4_exclusions(status: str, slot: str, shown: bool) -> None:
    assert bool(events_of(listed(activity(status=status, slot=slot)))) is shown


@pytest.mark.parametrize(("ended", "shown"), [("08:00", False), ("09:00", False), ("09:30", True)])
def test_an_allocation_that_ended_during_the_session_is_shown(ended: str, shown: bool) -> None:
    assert bool(events_of(listed(activity(status=f"END {ended}")))) is shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("FROM 2026-11-24", True),
        ("FROM 2026-11-25", False),
        ("UNTIL 2026-11-24", True),
        ("UNTIL 2026-11-23", False),
    ],
)
def test_an_allocation_is_live_from_its_first_day_to_its_last(status: str, shown: bool) -> None:
    assert bool(events_of(listed(activity(status=status)))) is shown


@pytest.mark.parametrize(
    ("clock", "slot"),
    [
        ("00:00", Slot.AM),
        ("11:59:59", Slot.AM),
        ("12:00", Slot.PM),
        ("16:59", Slot.PM),
        ("17:00", Slot.ED),
        ("23:59", Slot.ED),
    ],
)
def test_r_slot_1_without_a_regime_the_legacy_hours_hold(clock: str, slot: Slot) -> None:
    held = unlock_lists(database_of(tables(appointment(clock))))
    assert [asked for asked in Slot if events_of(held[asked])] == [slot]


@pytest.mark.parametrize(
    ("clock", "slot"),
    [("12:30", Slot.AM), ("13:44", Slot.AM), ("13:45", Slot.PM), ("17:00", Slot.PM)],
)
@pytest.mark.parametrize(
    "row",
    [
        "| A1001AA | appointment | MEDE | HCC | {} | | | |",
        "| A1001AA | visit | SCON | VISITS | {} | | | |",
        "| A1001AA | court | CRT | | {} | | | |",
        "| A1001AA | transfer | NOTR | LEI | {} | | | |",
        "| A1001AA | activity | Woodwork | SHOP | {} | | | |",
    ],
)
def test_r_slot_2_one_regime_for_every_source(row: str, clock: str, slot: Slot) -> None:
    database = database_of(tables(row.format(clock)))
    configure(database, "regime", [("MDI", 2, time(8, 30), time(13, 45), time(17, 30))])
    configure(database, "regime", [("MDI", 3, time(8, 30), time(12), time(16))])
    held = unlock_lists(database)
    assert [asked for asked in Slot if events_of(held[asked])] == [slot]


def test_r_slot_3_a_stored_slot_wins_over_the_time() -> None:
    held = listed(activity("12:30-13:30", slot="AM"))
    assert [event.slot for event in events_of(held)] == [Slot.AM]


def test_r_slot_3_a_session_over_two_slots_is_flagged_in_that_of_its_start() -> None:
    row = activity("11:00-14:00", slot="")
    [event] = events_of(listed(row))
    assert event.notes == ("runs into the afternoon session",)
    assert events_of(listed(row, slot=Slot.PM)) == ()


def test_an_event_that_ends_as_the_next_session_begins_does_not_run_into_it() -> None:
    [event] = events_of(listed(activity("09:00-12:00", slot="")))
    assert event.notes == ()


def test_an_event_without_a_time_is_in_every_session() -> None:
    held = unlock_lists(database_of(tables("| A1001AA | release | | | - | | | |")))
    for slot in Slot:
        [event] = events_of(held[slot])
        assert (event.slot, event.notes) == (slot, ("no time recorded",))


@pytest.mark.parametrize(
    ("row", "leaves"),
    [
        (activity(), True),
        ("| A1001AA | activity | Cleaner | WOW | 09:00-10:00 | AM | | |", False),
        ("| A1001AA | activity | Servery | A-KITCHEN | 09:00-10:00 | AM | | |", False),
        ("| A1001AA | activity | Somewhere | | 09:00-10:00 | AM | | |", True),
        ("| A1001AA | visit | SCON | A-1 | 09:00-10:00 | AM | | |", True),
        ("| A1001AA | court | CRT | | 09:00 | | | |", True),
        (activity(status="CANC"), False),
    ],
)
def test_r_dps_4_leaving_or_staying(row: str, leaves: bool) -> None:
    assert listed(row).people[0].leaves_wing is leaves


def test_r_dps_6_clashes_name_each_other_and_the_later_in_precedence_gives_way() -> None:
    dentist, woodwork = events_of(listed(activity(), appointment("10:00-10:30")))[::-1]
    assert (dentist.summary, dentist.clashes_with) == ("Dentist", ("Woodwork",))
    assert woodwork.clashes_with == ("Dentist",)
    assert woodwork.notes == ("Dentist comes first",)
    assert dentist.notes == ()


def test_r_dps_6_no_end_is_the_whole_day_but_a_hearing_takes_two_hours() -> None:
    court = listed("| A1001AA | court | CRT | | 08:00 | | | |", activity("14:00-16:00", slot="PM"))
    assert events_of(court)[0].clashes_with == ("Woodwork",)
    hearing = "| A1001AA | adjudication hearing | | ADJ | {} | | | |"
    for clock, clashes in (("08:00", ("Woodwork",)), ("07:00", ())):
        held = listed(hearing.format(clock), activity())
        assert events_of(held)[0].clashes_with == clashes


def test_r_dps_6_meeting_end_to_end_or_cancelled_is_no_clash() -> None:
    row = activity("09:00-10:00")
    assert events_of(listed(row, appointment("10:00-10:30")))[0].clashes_with == ()
    cancelled = activity("09:00-10:00", status="CANC")
    assert events_of(listed(cancelled, appointment("09:30-10:30")))[1].clashes_with == ()


def test_r_dps_7_events_by_start_then_name() -> None:
    held = listed(
        appointment("10:00-10:30"), appointment("09:30-10:00", what="KWS"), activity("09:30-09:40")
    )
    assert [event.summary for event in events_of(held)] == ["Key work", "Woodwork", "Dentist"]


def test_an_earlier_court_appearance_is_said_in_later_sessions() -> None:
    held = listed("| A1001AA | court | CRT | | 08:15 | | | |", slot=Slot.PM)
    assert held.people[0].events == ()
    assert held.people[0].notes == ("may be out: Court at 08:15",)


def test_court_by_video_link_takes_nobody_out_of_the_prison() -> None:
    row = "| A1001AA | court | VL | | 08:15 | | | |"
    assert listed(row, slot=Slot.PM).people[0].notes == ()
    (event,) = events_of(listed(row))
    assert not event.leaves_prison
    assert event.leaves_wing


def test_a_clash_names_each_thing_once() -> None:
    held = listed(activity("09:00-10:00"), activity("09:30-10:30"), appointment("09:40-09:50"))
    for event in events_of(held):
        assert len(set(event.clashes_with)) == len(event.clashes_with) > 0


APART = """
## apart
| number  | other   | until      |
|---------|---------|------------|
| {} | {} | {} |
"""


@pytest.mark.parametrize("pair", [("A1001AA", "A1002AA"), ("A1002AA", "A1001AA")])
def test_people_to_be_kept_apart_who_meet_are_warned_of(pair: tuple[str, str]) -> None:
    both = (activity(), activity(number="A1002AA"))
    held = listed(*both, more=APART.format(*pair, ""))
    [warning] = held.warnings
    assert "Able" in warning
    assert "Best" in warning
    assert "Woodwork" in warning
    assert all("must be kept apart" in person.notes[0] for person in held.people)


@pytest.mark.parametrize(
    ("second", "until"),
    [
        (activity(number="A1002AA"), "2026-11-24"),
        (activity("09:00-11:00", status="SUSPENDED", number="A1002AA"), ""),
        (appointment("09:00-11:00", number="A1002AA"), ""),
    ],
)
def test_no_warning_when_they_do_not_meet_or_it_has_ended(second: str, until: str) -> None:
    held = listed(activity(), second, more=APART.format("A1001AA", "A1002AA", until))
    assert held.warnings == ()


def test_r_sec_1_tomorrows_court_release_and_transfer_are_withheld_and_said_to_be() -> None:
    held = listed(
        "| A1001AA | court | CRT | | 09:30 | | | |",
        "| A1001AA | release | | | 09:15 | | | |",
        "| A1001AA | transfer | NOTR | LEI | 10:00 | | | |",
        appointment("10:00-10:30"),
        on=date(2026, 11, 25),
    )
    assert [event.kind for event in events_of(held)] == [EventKind.APPOINTMENT]
    assert held.warnings == (
        "Not shown for this day: court, releases and transfers. They may be shown only on the day.",
    )
