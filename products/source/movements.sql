-- Movements that decide who was inside at 00:01 and who has come and gone since (R-ROLL-G): for
-- everyone in care or through the gate today, the last movement up to 00:01 and all after it.
-- Order is that of MOVEMENT_SEQ, so "after" begins with the first movement later than 00:01.
WITH concerned AS (
  SELECT b.offender_book_id
  FROM nomis.offender_bookings AS b
  WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND b.active_flag = 'Y'
    AND b.booking_seq = 1
  UNION
  SELECT m.offender_book_id
  FROM nomis.offender_external_movements AS m
  WHERE (
      m.movement_time >= (SELECT on_date FROM prompt_)
      OR m.movement_date >= (SELECT on_date FROM prompt_)
    )
    AND (
      m.from_agy_loc_id = (SELECT prison_id FROM prompt_)
      OR m.to_agy_loc_id = (SELECT prison_id FROM prompt_)
    )
),
history AS (
  SELECT
    m.offender_book_id,
    m.movement_seq,
    m.movement_date,
    m.movement_time,
    m.movement_type,
    m.movement_reason_code,
    m.direction_code,
    m.from_agy_loc_id,
    m.to_agy_loc_id,
    MIN(
      CASE
        WHEN m.movement_time > (SELECT on_date FROM prompt_) + INTERVAL 1 MINUTE
          THEN m.movement_seq
      END
    ) OVER (PARTITION BY m.offender_book_id) AS first_after
  FROM nomis.offender_external_movements AS m
  JOIN concerned AS c ON c.offender_book_id = m.offender_book_id
),
wanted AS (
  SELECT *
  FROM history
  QUALIFY movement_seq >= MAX(
      CASE WHEN first_after IS NULL OR movement_seq < first_after THEN movement_seq END
    ) OVER (PARTITION BY offender_book_id)
    OR movement_seq >= first_after
    OR movement_date >= (SELECT on_date FROM prompt_)
)
SELECT
  (SELECT prison_id FROM prompt_) AS prison_id,
  w.offender_book_id AS booking_id,
  COALESCE(b.root_offender_id, b.offender_id) AS person_id,
  b.booking_seq = 1 AS is_latest_booking,
  o.offender_id_display AS prison_number,
  o.last_name,
  o.first_name,
  CAST(o.birth_date AS DATE) AS born,
  w.movement_seq AS sequence,
  CAST(w.movement_date AS DATE) AS moved_on,
  w.movement_time AS moved_at,
  w.movement_type AS kind,
  COALESCE(reason.description, w.movement_reason_code) AS reason,
  w.direction_code AS direction,
  w.from_agy_loc_id AS from_agency,
  w.to_agy_loc_id AS to_agency,
  came_from.description AS from_name,
  went_to.description AS to_name
FROM wanted AS w
JOIN nomis.offender_bookings AS b ON b.offender_book_id = w.offender_book_id
LEFT JOIN nomis.offenders AS o ON o.offender_id = b.offender_id
LEFT JOIN nomis.reference_codes AS reason
  ON reason.domain = 'MOVE_RSN' AND reason.code = w.movement_reason_code
LEFT JOIN nomis.agency_locations AS came_from ON came_from.agy_loc_id = w.from_agy_loc_id
LEFT JOIN nomis.agency_locations AS went_to ON went_to.agy_loc_id = w.to_agy_loc_id
