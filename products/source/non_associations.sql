-- Pairs of people here who must be kept apart on the day. NOMIS keeps two mirrored rows; either
-- is enough, and both alias rows lead to the person (root offender).
WITH person AS (
  SELECT COALESCE(b.root_offender_id, b.offender_id) AS person_id, b.agy_loc_id
  FROM nomis.offender_bookings AS b
  WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND b.active_flag = 'Y'
    AND b.booking_seq = 1
),
pair AS (
  SELECT
    COALESCE(one.root_offender_id, d.offender_id) AS one_id,
    COALESCE(other.root_offender_id, d.ns_offender_id) AS other_id
  FROM nomis.offender_na_details AS d
  LEFT JOIN nomis.offenders AS one ON one.offender_id = d.offender_id
  LEFT JOIN nomis.offenders AS other ON other.offender_id = d.ns_offender_id
  WHERE CAST(d.ns_effective_date AS DATE) <= (SELECT on_date FROM prompt_)
    AND (
      d.ns_expiry_date IS NULL
      OR CAST(d.ns_expiry_date AS DATE) > (SELECT on_date FROM prompt_)
    )
)
SELECT DISTINCT
  a.agy_loc_id AS prison_id,
  LEAST(p.one_id, p.other_id) AS person_id,
  GREATEST(p.one_id, p.other_id) AS other_person_id
FROM pair AS p
JOIN person AS a ON a.person_id = p.one_id
JOIN person AS b ON b.person_id = p.other_id
WHERE p.one_id <> p.other_id
