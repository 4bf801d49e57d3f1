"""R-LOC, R-CELL-1 and R-ROLL-G: movements and beds fold to what the booking says."""

import re
from itertools import groupby
from typing import Any

from tests.estate.conftest import NOW, Estate
from tests.estate.folding import fold


def test_movements_fold_to_the_booking(estate: Estate) -> None:
    moves = estate.rows(
        """SELECT offender_book_id, movement_type, direction_code, from_agy_loc_id, to_agy_loc_id,
                  active_flag, movement_seq, movement_time
           FROM offender_external_movements ORDER BY offender_book_id, movement_seq"""
    )
    bookings = dict[object, tuple[object, ...]](
        (row[0], row[1:])
        for row in estate.rows(
            "SELECT offender_book_id, agy_loc_id, active_flag, in_out_status FROM offender_bookings"
        )
    )
    seen = set()
    for book, group in groupby(moves, key=lambda row: row[0]):
        history: list[Any] = list(group)
        assert fold(history) == bookings[book], book
        assert [m[5] for m in history] == ["N"] * (len(history) - 1) + ["Y"], book
        assert [m[6] for m in history] == list(range(1, len(history) + 1)), book
        times = [m[7] for m in history]
        assert times == sorted(times)
        assert times[-1] <= NOW, book
        seen.add(book)
    assert seen == set(bookings)


def test_the_open_bed_is_the_living_unit(estate: Estate) -> None:
    wrong = """
        SELECT count(*) FROM offender_bookings b LEFT JOIN bed_assignment_histories h
          ON h.offender_book_id = b.offender_book_id AND h.assignment_end_time IS NULL
        WHERE h.living_unit_id IS DISTINCT FROM b.living_unit_id"""
    assert estate.number(wrong) == 0


def test_beds_follow_one_another(estate: Estate) -> None:
    overlapping = """
        SELECT count(*) FROM bed_assignment_histories a JOIN bed_assignment_histories b
          ON b.offender_book_id = a.offender_book_id AND b.bed_assign_seq = a.bed_assign_seq + 1
        WHERE a.assignment_end_time IS NULL OR a.assignment_end_time > b.assignment_time"""
    assert estate.number(overlapping) == 0


def test_no_cell_is_over_its_capacity_or_out_of_use(estate: Estate) -> None:
    wrong = """
        SELECT description FROM offender_bookings b
        JOIN agency_internal_locations l ON l.internal_location_id = b.living_unit_id
        WHERE b.active_flag = 'Y' AND l.certified_flag = 'Y'
        GROUP BY description, capacity, l.active_flag
        HAVING count(*) > capacity OR l.active_flag <> 'Y'"""
    assert estate.rows(wrong) == []


def test_cells_are_named_as_each_prison_names_them(estate: Estate) -> None:
    named = {
        "MDI": r"MDI-[1-7]-[1-3]-0\d\d|MDI-(SEG|HCC)-1-0\d\d",
        "LEI": r"LEI-[A-F]-[1-4]-\d\d|LEI-(SEG|HCC)-1-\d\d",
        "NHI": r"NHI-[A-C]-[12]-0\d\d|NHI-(SEG|HCC)-1-0\d\d",
    }
    for prison, pattern in named.items():
        cells = estate.rows(
            """SELECT description FROM agency_internal_locations
               WHERE agy_loc_id = ? AND internal_location_type = 'CELL'""",
            prison,
        )
        assert cells
        assert [c for (c,) in cells if not re.fullmatch(pattern, str(c))] == []


def test_a_path_is_its_parents_path_and_its_own_code(estate: Estate) -> None:
    wrong = """
        SELECT c.description FROM agency_internal_locations c
        LEFT JOIN agency_internal_locations p
          ON p.internal_location_id = c.parent_internal_location_id
        WHERE c.unit_type IS NOT NULL AND c.description <>
              coalesce(p.description, c.agy_loc_id) || '-' || c.internal_location_code"""
    assert estate.rows(wrong) == []


def test_association_and_wing_work_are_on_the_wing(estate: Estate) -> None:
    """So that who goes there stays on the wing."""
    wrong = """
        SELECT c.description FROM agency_internal_locations c
        LEFT JOIN agency_internal_locations p
          ON p.internal_location_id = c.parent_internal_location_id
        WHERE c.internal_location_code IN ('ASSOC', 'WOW') AND
          (p.internal_location_type IS DISTINCT FROM 'WING' OR
           c.description <> p.description || '-' || c.internal_location_code)"""
    assert estate.rows(wrong) == []
    rooms = "SELECT count(*) FROM agency_internal_locations WHERE internal_location_type = 'ASSO'"
    assert estate.number(rooms) == 7 + 6 + 3


def test_people_are_everywhere_they_can_be(estate: Estate) -> None:
    """In a cell, in reception, waiting for a cell, without one, out, overnight, in transit."""
    places = {
        (prison, where)
        for prison, where in estate.rows(
            """SELECT b.agy_loc_id, CASE
                   WHEN b.agy_loc_id = 'TRN' THEN 'transit'
                   WHEN in_out_status = 'OUT' THEN status_reason[1:3]
                   WHEN living_unit_id IS NULL THEN 'nowhere'
                   ELSE CASE l.certified_flag WHEN 'Y' THEN 'cell'
                        ELSE l.internal_location_code END END
               FROM offender_bookings b LEFT JOIN agency_internal_locations l
                 ON l.internal_location_id = b.living_unit_id
               WHERE booking_seq = 1 AND b.agy_loc_id <> 'OUT'"""
        )
    }
    everywhere = {"cell", "RECP", "CSWAP", "nowhere", "TAP", "CRT"}
    assert {where for prison, where in places if prison == "LEI"} == everywhere
    assert {where for prison, where in places if prison == "MDI"} == everywhere - {"CRT"}
    assert ("TRN", "transit") in places
    overnight = """SELECT count(*) FROM offender_bookings JOIN offender_external_movements m
                   USING (offender_book_id) WHERE booking_seq = 1 AND in_out_status = 'OUT'
                   AND offender_bookings.active_flag = 'Y' AND m.active_flag = 'Y'
                   AND movement_date < '2026-11-24'"""
    assert estate.number(overnight) >= 3


def test_someone_let_go_by_a_court_overnight_makes_the_roll_formula_wrong(estate: Estate) -> None:
    """Out yesterday, released today: R-ROLL-7 counts a body that R-ROLL-G does not."""
    query = """
        SELECT count(*) FROM offender_external_movements o JOIN offender_external_movements r
          ON r.offender_book_id = o.offender_book_id AND r.movement_seq = o.movement_seq + 1
        WHERE o.direction_code = 'OUT' AND o.movement_date = '2026-11-23'
          AND r.movement_type = 'REL' AND r.movement_date = '2026-11-24'"""
    assert estate.number(query) >= 1
