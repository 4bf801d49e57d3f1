-- Earlier prison numbers of the people here (R-MERGE), so that a search by an old number finds.
SELECT DISTINCT
  b.agy_loc_id AS prison_id,
  b.offender_book_id AS booking_id,
  i.identifier AS former_number
FROM nomis.offender_bookings AS b
JOIN nomis.offenders AS o
  ON COALESCE(o.root_offender_id, o.offender_id) = COALESCE(b.root_offender_id, b.offender_id)
JOIN nomis.offender_identifiers AS i ON i.offender_id = o.offender_id
WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND b.active_flag = 'Y'
  AND b.booking_seq = 1
  AND i.identifier_type IN ('MERGED', 'NOMS')
