"""Activities, attendance, appointments and visits (§5.6, §5.8.6, §5.8.7)."""

import pytest

from tests.estate.conftest import Estate

TODAY = "2026-11-24"


@pytest.mark.parametrize("slot", ["AM", "PM", "ED"])
def test_every_prison_has_sessions_with_people_in_every_slot_today(
    estate: Estate, slot: str
) -> None:
    query = """SELECT agy_loc_id, count(*) FROM offender_course_attendances
               JOIN course_schedules USING (crs_sch_id)
               WHERE event_date = ? AND slot_category_code = ? GROUP BY ALL HAVING count(*) > 20"""
    assert {prison for prison, _ in estate.rows(query, TODAY, slot)} == {"MDI", "LEI", "NHI"}


def test_most_people_have_something_today_and_some_have_nothing(estate: Estate) -> None:
    something = estate.number(
        f"""SELECT avg((offender_book_id IN (
                SELECT offender_book_id FROM offender_course_attendances
                WHERE event_date = '{TODAY}' AND event_status <> 'CANC'
                UNION SELECT offender_book_id FROM offender_ind_schedules
                WHERE event_date = '{TODAY}' AND event_status <> 'CANC'
                UNION SELECT offender_book_id FROM offender_visits
                WHERE visit_date = '{TODAY}' AND visit_status <> 'CANC'
                UNION SELECT offender_book_id FROM court_events WHERE event_date = '{TODAY}'
            ))::INT) FROM offender_bookings WHERE active_flag = 'Y'"""
    )
    assert 0.65 < something < 0.88


def test_attendance_of_the_past_is_as_it_usually_is(estate: Estate) -> None:
    shares = dict[object, object](
        (row[0], row[1])
        for row in estate.rows(
            f"""SELECT coalesce(event_outcome, 'none'), count(*) / sum(count(*)) OVER ()
                FROM offender_course_attendances WHERE event_date < '{TODAY}' GROUP BY ALL"""
        )
    )
    likely = {
        "ATT": (0.75, 0.85),
        "ACCAB": (0.08, 0.12),
        "UNACAB": (0.02, 0.05),
        "CANC": (0.03, 0.10),
        "none": (0.01, 0.05),
    }
    for outcome, (low, high) in likely.items():
        share = shares[outcome]
        assert isinstance(share, float)
        assert low < share < high, outcome


def test_a_session_and_its_attendance_agree(estate: Estate) -> None:
    wrong = """SELECT count(*) FROM offender_course_attendances a JOIN course_schedules s
               USING (crs_sch_id) WHERE a.event_date <> s.schedule_date
                  OR a.crs_acty_id <> s.crs_acty_id OR a.start_time <> s.start_time
                  OR (s.schedule_status = 'CANC') <> (a.event_status = 'CANC')"""
    assert estate.number(wrong) == 0
    lost = """SELECT count(*) FROM offender_course_attendances
              ANTI JOIN course_schedules USING (crs_sch_id)"""
    assert estate.number(lost) == 0


def test_excluded_people_have_no_attendance(estate: Estate) -> None:
    wrong = """SELECT count(*) FROM offender_course_attendances a
               JOIN course_schedules s USING (crs_sch_id)
               JOIN offender_exclude_acts_schds x ON x.off_prgref_id = a.off_prgref_id
                AND x.exclude_day = s.weekday
                AND coalesce(x.slot_category_code, s.slot_category_code) = s.slot_category_code"""
    assert estate.number("SELECT count(*) FROM offender_exclude_acts_schds") > 50
    assert estate.number(wrong) == 0


def test_there_is_something_of_every_awkward_kind_today(estate: Estate) -> None:
    for what, query in {
        "cancelled session": "SELECT count(*) FROM course_schedules WHERE schedule_status = 'CANC' "
        f"AND schedule_date = '{TODAY}'",
        "suspended allocation": "SELECT count(*) FROM offender_program_profiles "
        "WHERE suspended_flag = 'Y' AND offender_program_status = 'ALLOC'",
        "exclusion without a slot": "SELECT count(*) FROM offender_exclude_acts_schds "
        "WHERE slot_category_code IS NULL",
        "cancelled appointment": "SELECT count(*) FROM offender_ind_schedules WHERE event_type = "
        f"'APP' AND event_status = 'CANC' AND event_date = '{TODAY}'",
        "appointment between noon and one": "SELECT count(*) FROM offender_ind_schedules "
        f"WHERE event_type = 'APP' AND event_date = '{TODAY}' AND hour(start_time) = 12",
        "cancelled visit": "SELECT count(*) FROM offender_visits WHERE visit_status = 'CANC' "
        f"AND visit_date = '{TODAY}'",
        "video hearing": "SELECT count(*) FROM court_events WHERE court_event_type = 'VL' "
        f"AND event_date = '{TODAY}'",
        "adjudication": f"SELECT count(*) FROM oic_hearings WHERE hearing_date = '{TODAY}'",
        "release to come": "SELECT count(*) FROM offender_release_details WHERE event_status = "
        "'SCH'",
        "release today": "SELECT count(*) FROM offender_release_details WHERE release_date = "
        f"'{TODAY}'",
        "transfer to come": "SELECT count(*) FROM offender_ind_schedules WHERE event_type = 'TRN' "
        "AND event_status = 'SCH'",
    }.items():
        assert estate.number(query) > 0, what


def test_a_few_allocated_people_have_no_attendance_record_today(estate: Estate) -> None:
    """R-SEC-2 would drop them; the completeness rule wins."""
    missing = f"""
        SELECT count(*) FROM course_schedules s JOIN offender_program_profiles p USING (crs_acty_id)
        JOIN offender_bookings b ON b.offender_book_id = p.offender_book_id
        ANTI JOIN offender_course_attendances a
          ON a.crs_sch_id = s.crs_sch_id AND a.off_prgref_id = p.off_prgref_id
        WHERE s.schedule_date = '{TODAY}' AND p.offender_program_status = 'ALLOC'
          AND b.active_flag = 'Y'"""
    assert estate.number(missing) > 0


def test_every_hearing_has_a_way_out_and_a_way_back(estate: Estate) -> None:
    wrong = """SELECT count(*) FROM court_events o LEFT JOIN court_events i
               ON i.parent_event_id = o.event_id WHERE o.direction_code = 'OUT'
               AND i.direction_code IS DISTINCT FROM 'IN'"""
    assert estate.number(wrong) == 0


def test_schedules_reach_a_week_ahead_and_attendance_only_today(estate: Estate) -> None:
    ((behind, ahead),) = estate.rows(
        "SELECT min(schedule_date)::DATE::VARCHAR, max(schedule_date)::DATE::VARCHAR "
        "FROM course_schedules"
    )
    assert (behind, ahead) == ("2026-10-27", "2026-12-01")
    last = "SELECT max(event_date)::DATE::VARCHAR FROM offender_course_attendances"
    assert estate.rows(last) == [(TODAY,)]
