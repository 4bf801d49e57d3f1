-- Everyone in the care of the prison (R-IN-1), one row a person, whatever their state: in,
-- out at court, in reception, without a cell. Nothing is joined that could drop a person.
WITH booking AS (
  SELECT
    b.offender_book_id,
    b.offender_id,
    COALESCE(b.root_offender_id, b.offender_id) AS person_id,
    b.agy_loc_id,
    b.living_unit_id,
    b.agency_iml_id,
    b.in_out_status,
    b.status_reason
  FROM nomis.offender_bookings AS b
  WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND b.active_flag = 'Y'
    AND b.booking_seq = 1
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY COALESCE(b.root_offender_id, b.offender_id)
    ORDER BY CASE WHEN b.in_out_status = 'IN' THEN 0 ELSE 1 END,
      b.booking_begin_date DESC, b.offender_book_id DESC
  ) = 1
),
assessment AS (
  -- R-CAT and R-CSRA: the latest active assessment of each kind that was not rejected.
  SELECT
    a.offender_book_id,
    k.assessment_code = 'CATEGORY' AS is_category,
    COALESCE(
      a.review_sup_level_type, a.overrided_sup_level_type, a.calc_sup_level_type
    ) AS level_code
  FROM nomis.offender_assessments AS a
  JOIN booking AS b ON b.offender_book_id = a.offender_book_id
  JOIN nomis.assessments AS k ON k.assessment_id = a.assessment_type_id
  WHERE a.assess_status = 'A'
    AND COALESCE(a.evaluation_result_code, '') <> 'REJ'
    AND k.assessment_code IN ('CATEGORY', 'CSR', 'CSRF', 'CSRH', 'CSRDO', 'CSR1', 'CSRREV')
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY a.offender_book_id, k.assessment_code = 'CATEGORY'
    ORDER BY a.assessment_date DESC, a.assessment_seq DESC
  ) = 1
),
assessed AS (
  SELECT
    a.offender_book_id,
    MAX(CASE WHEN a.is_category THEN a.level_code END) AS category_code,
    MAX(CASE WHEN a.is_category THEN w.description END) AS category,
    MAX(CASE WHEN NOT a.is_category THEN COALESCE(w.description, a.level_code) END) AS csra
  FROM assessment AS a
  LEFT JOIN nomis.reference_codes AS w ON w.domain = 'SUP_LVL_TYPE' AND w.code = a.level_code
  GROUP BY a.offender_book_id
),
incentive AS (
  SELECT i.offender_book_id, COALESCE(w.description, i.iep_level) AS incentive
  FROM nomis.offender_iep_levels AS i
  JOIN booking AS b ON b.offender_book_id = i.offender_book_id
  LEFT JOIN nomis.reference_codes AS w ON w.domain = 'IEP_LEVEL' AND w.code = i.iep_level
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY i.offender_book_id ORDER BY i.iep_date DESC, i.iep_level_seq DESC
  ) = 1
),
last_movement AS (
  SELECT
    m.offender_book_id,
    m.movement_time,
    m.movement_type,
    COALESCE(reason.description, kind.description, m.movement_type) AS reason
  FROM nomis.offender_external_movements AS m
  JOIN booking AS b ON b.offender_book_id = m.offender_book_id AND b.in_out_status <> 'IN'
  LEFT JOIN nomis.reference_codes AS reason
    ON reason.domain = 'MOVE_RSN' AND reason.code = m.movement_reason_code
  LEFT JOIN nomis.reference_codes AS kind
    ON kind.domain = 'MOVE_TYPE' AND kind.code = m.movement_type
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY m.offender_book_id ORDER BY m.movement_seq DESC
  ) = 1
)
SELECT
  b.agy_loc_id AS prison_id,
  b.offender_book_id AS booking_id,
  b.person_id,
  o.offender_id_display AS prison_number,
  o.last_name,
  o.first_name,
  b.living_unit_id,
  b.agency_iml_id AS tracked_location_id,
  b.in_out_status,
  b.status_reason,
  m.reason AS out_reason,
  m.movement_type AS out_kind,
  m.movement_time AS out_since,
  a.category_code,
  a.category,
  a.csra,
  i.incentive
FROM booking AS b
LEFT JOIN nomis.offenders AS o ON o.offender_id = b.offender_id
LEFT JOIN assessed AS a ON a.offender_book_id = b.offender_book_id
LEFT JOIN incentive AS i ON i.offender_book_id = b.offender_book_id
LEFT JOIN last_movement AS m ON m.offender_book_id = b.offender_book_id
