"""Facts that must hold together (§5.2 to §5.8 of the domain notes), read from the load."""

import re

import pytest

from gatehouse.estate.lists import prisons
from gatehouse.estate.numbers import prison_number
from tests.estate.conftest import Estate

HERE = "booking_seq = 1 AND active_flag = 'Y'"
CATEGORY = """
SELECT offender_book_id, coalesce(review_sup_level_type, overrided_sup_level_type,
                                  calc_sup_level_type) AS category
FROM offender_assessments WHERE assessment_type_id = 2 AND assess_status = 'A'
"""


def share(estate: Estate, condition: str, source: str, prison: str) -> float:
    return estate.number(
        f"SELECT avg(({condition})::INT) FROM {source} WHERE {HERE} AND agy_loc_id = ?", prison
    )


def test_three_prisons_hold_about_2500_people(estate: Estate) -> None:
    assert estate.summary.prisons == ("MDI", "LEI", "NHI")
    assert 2_400 <= estate.summary.people <= 2_550


def test_120_prisons_would_hold_about_87000() -> None:
    assert len(prisons()) == 120
    assert sum(prison.population for prison in prisons()) == pytest.approx(87_000, rel=0.01)


def test_prison_numbers_use_legal_letters_and_differ(estate: Estate) -> None:
    numbers = [str(n) for (n,) in estate.rows("SELECT DISTINCT offender_id_display FROM offenders")]
    legal = re.compile(r"[XYZ]\d{4}[ACDEFGHJKLMNPQRTVWXYZ]{2}")
    assert all(legal.fullmatch(number) for number in numbers)
    assert len(numbers) == estate.number("SELECT count(DISTINCT root_offender_id) FROM offenders")
    assert prison_number(0) == "X0001AA"
    with pytest.raises(ValueError, match="no synthetic prison number"):
        prison_number(10**9)


def test_women_are_only_in_the_female_estate(estate: Estate) -> None:
    query = f"""SELECT DISTINCT agy_loc_id, sex_code FROM offender_bookings b
                JOIN offenders USING (offender_id) WHERE {HERE} ORDER BY ALL"""
    assert estate.rows(query) == [("LEI", "M"), ("MDI", "M"), ("NHI", "F")]


def test_remand_is_high_in_locals_and_nil_in_training_prisons(estate: Estate) -> None:
    source = """offender_bookings JOIN (
        SELECT offender_book_id, imprisonment_status AS legal FROM offender_imprison_statuses
        WHERE latest_status = 'Y') USING (offender_book_id)"""
    remand = "legal IN ('RX', 'TRL', 'JR')"
    assert share(estate, remand, source, "MDI") == 0
    assert 0.35 < share(estate, remand, source, "LEI") < 0.6


def test_open_acct_is_two_to_four_percent_and_controlled_unlock_is_rare(estate: Estate) -> None:
    def alert(code: str) -> float:
        return estate.number(
            f"""SELECT count(DISTINCT b.offender_book_id) / {estate.summary.people}
                FROM offender_bookings b JOIN offender_alerts a USING (offender_book_id)
                WHERE {HERE} AND alert_code = ? AND alert_status = 'ACTIVE'""",
            code,
        )

    assert 0.015 < alert("HA") < 0.05
    assert alert("XCU") < 0.006
    assert 0.02 < alert("PEEP") < 0.06


def test_people_with_an_evacuation_plan_sleep_on_the_ground_floor(estate: Estate) -> None:
    off_ground = estate.number(
        """SELECT avg((split_part(description, '-', 3) NOT IN ('1'))::INT)
            FROM offender_bookings b JOIN offender_alerts USING (offender_book_id)
            JOIN agency_internal_locations l ON internal_location_id = living_unit_id
            WHERE booking_seq = 1 AND b.active_flag = 'Y' AND alert_code = 'PEEP'
              AND alert_status = 'ACTIVE' AND l.certified_flag = 'Y'"""
    )
    assert off_ground < 0.1


def test_licence_is_for_people_in_open_conditions(estate: Estate) -> None:
    categories = estate.rows(
        f"SELECT DISTINCT category FROM offender_movement_apps JOIN ({CATEGORY}) USING "
        "(offender_book_id)"
    )
    assert categories
    assert set(categories) <= {("D",), ("T",), ("J",)}


def test_court_is_for_the_unsentenced(estate: Estate) -> None:
    statuses = estate.rows(
        """SELECT DISTINCT imprisonment_status FROM court_events
           JOIN offender_imprison_statuses USING (offender_book_id) WHERE latest_status = 'Y'"""
    )
    assert set(statuses) <= {("RX",), ("TRL",), ("JR",)}


def test_nobody_shares_a_cell_with_someone_they_must_not_meet(estate: Estate) -> None:
    sharing = """SELECT count(*) FROM offender_na_details n
                 JOIN offender_bookings a ON a.offender_book_id = n.offender_book_id
                 JOIN offender_bookings b ON b.offender_book_id = n.ns_offender_book_id
                 WHERE a.living_unit_id = b.living_unit_id"""
    assert estate.number(sharing) == 0


def test_non_associations_are_recorded_from_both_sides(estate: Estate) -> None:
    alone = """SELECT count(*) FROM offender_na_details a ANTI JOIN offender_na_details b
               ON a.offender_id = b.ns_offender_id AND a.ns_offender_id = b.offender_id
               AND a.ns_type = b.ns_type AND a.ns_reason_code = b.recip_ns_reason_code"""
    assert estate.number(alone) == 0


def test_some_pairs_meet_in_an_activity_today(estate: Estate) -> None:
    together = """SELECT count(*) FROM offender_na_details n
                  JOIN offender_course_attendances a ON a.offender_book_id = n.offender_book_id
                  JOIN offender_course_attendances b ON b.offender_book_id = n.ns_offender_book_id
                   AND b.crs_sch_id = a.crs_sch_id
                  WHERE a.event_date = '2026-11-24' AND n.ns_expiry_date IS NULL"""
    assert estate.number(together) > 0


def test_merged_numbers_lead_to_the_number_now_in_use(estate: Estate) -> None:
    merged = "SELECT count(*) FROM offender_identifiers WHERE identifier_type = 'MERGED'"
    assert estate.number(merged) > 5
    clash = """SELECT count(*) FROM offender_identifiers i JOIN offenders o
               ON o.offender_id_display = i.identifier WHERE identifier_type = 'MERGED'"""
    assert estate.number(clash) == 0


def test_the_demo_people_have_their_caseloads(estate: Estate) -> None:
    rows = estate.rows(
        """SELECT username, list(caseload_id ORDER BY caseload_id) FROM staff_user_accounts
           LEFT JOIN user_accessible_caseloads USING (username)
           WHERE username IN ('MOORLAND_OFFICER', 'TWO_PRISON_GOVERNOR', 'NATIONAL_ANALYST',
                              'ASSURANCE_OFFICER', 'NO_CASELOAD_USER') GROUP BY ALL"""
    )
    assert dict(rows) == {  # type: ignore[arg-type] # pairs
        "MOORLAND_OFFICER": ["MDI"],
        "TWO_PRISON_GOVERNOR": ["LEI", "MDI"],
        "NATIONAL_ANALYST": ["LEI", "MDI", "NHI"],
        "ASSURANCE_OFFICER": [None],
        "NO_CASELOAD_USER": [None],
    }


def test_codes_resolve(estate: Estate) -> None:
    orphans = """SELECT DISTINCT alert_code FROM offender_alerts ANTI JOIN reference_codes
                 ON domain = 'ALERT_CODE' AND code = alert_code"""
    assert estate.rows(orphans) == []
    for table, column, domain in (
        ("offender_external_movements", "movement_reason_code", "MOVE_RSN"),
        ("offender_ind_schedules", "event_status", "EVENT_STS"),
        ("agency_internal_locations", "internal_location_type", "ILOC_TYPE"),
    ):
        query = f"""SELECT DISTINCT {column} FROM {table} ANTI JOIN reference_codes
                    ON domain = ? AND code = {column} WHERE {column} IS NOT NULL"""
        assert estate.rows(query, domain) == [], table
