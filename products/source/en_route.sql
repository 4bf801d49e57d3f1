-- People on their way here from another prison (R-IN-4). Nothing limits the age of the movement,
-- so one that went stale is shown with its date.
SELECT
  m.to_agy_loc_id AS prison_id,
  m.offender_book_id AS booking_id,
  o.offender_id_display AS prison_number,
  o.last_name,
  o.first_name,
  m.movement_time AS left_at,
  COALESCE(g.description, m.from_agy_loc_id) AS from_name
FROM nomis.offender_external_movements AS m
JOIN nomis.offender_bookings AS b ON b.offender_book_id = m.offender_book_id
LEFT JOIN nomis.offenders AS o ON o.offender_id = b.offender_id
LEFT JOIN nomis.agency_locations AS g ON g.agy_loc_id = m.from_agy_loc_id
WHERE m.to_agy_loc_id = (SELECT prison_id FROM prompt_)
  AND m.movement_type = 'TRN'
  AND m.direction_code = 'OUT'
  AND m.active_flag = 'Y'
  AND b.agy_loc_id = 'TRN'
  AND b.active_flag = 'N'
  AND b.booking_seq = 1
