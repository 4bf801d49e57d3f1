-- The roll by a count of its own, apart from the list of people, so that the sum on the face of
-- every list is a real check: two counts made in two ways must agree.
SELECT
  b.agy_loc_id AS prison_id,
  COUNT(DISTINCT COALESCE(b.root_offender_id, b.offender_id)) FILTER (
    WHERE b.in_out_status = 'IN'
  ) AS roll,
  COUNT(DISTINCT COALESCE(b.root_offender_id, b.offender_id)) AS in_care
FROM nomis.offender_bookings AS b
WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND b.active_flag = 'Y'
  AND b.booking_seq = 1
GROUP BY b.agy_loc_id
