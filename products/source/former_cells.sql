-- Where people without a cell (CSWAP) lived before, and since when they have had none.
SELECT
  b.agy_loc_id AS prison_id,
  h.offender_book_id AS booking_id,
  h.living_unit_id AS former_unit_id,
  h.assignment_end_time AS moved_at
FROM nomis.offender_bookings AS b
JOIN nomis.agency_internal_locations AS l
  ON l.internal_location_id = b.living_unit_id AND l.internal_location_code = 'CSWAP'
JOIN nomis.bed_assignment_histories AS h
  ON h.offender_book_id = b.offender_book_id AND h.living_unit_id <> b.living_unit_id
WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND b.active_flag = 'Y'
  AND b.booking_seq = 1
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY h.offender_book_id ORDER BY h.bed_assign_seq DESC
) = 1
