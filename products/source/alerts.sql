-- Active alerts that a wing needs (R-ALERT), each code once. Type D is never to be shared with
-- the person, so it is never on a list that can be printed (R-SEC-4), whatever is configured.
SELECT DISTINCT
  b.agy_loc_id AS prison_id,
  b.offender_book_id AS booking_id,
  a.alert_code AS code,
  shown.label
FROM nomis.offender_alerts AS a
JOIN nomis.offender_bookings AS b ON b.offender_book_id = a.offender_book_id
JOIN (
  SELECT code, MIN(label) AS label
  FROM config.alert_shown
  WHERE prison_id IS NULL OR prison_id = (SELECT prison_id FROM prompt_)
  GROUP BY code
) AS shown ON shown.code = a.alert_code
WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND b.active_flag = 'Y'
  AND b.booking_seq = 1
  AND a.alert_status = 'ACTIVE'
  AND a.alert_type <> 'D'
  AND (a.expiry_date IS NULL OR CAST(a.expiry_date AS DATE) > (SELECT on_date FROM prompt_))
