-- Bookings that hold a bed here and are not in the prison's care (R-ROLL-1): closed, of before, or
-- of someone now at another prison. Counted and never named: they may be nobody the reader may see.
SELECT
  l.agy_loc_id AS prison_id,
  COUNT(*) AS bookings
FROM nomis.agency_internal_locations AS l
JOIN nomis.offender_bookings AS b ON b.living_unit_id = l.internal_location_id
WHERE l.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND COALESCE(
    NOT (b.active_flag = 'Y' AND b.booking_seq = 1 AND b.agy_loc_id = l.agy_loc_id), TRUE
  )
GROUP BY l.agy_loc_id
