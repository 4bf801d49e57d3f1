-- Everyone in the care of the prison (R-IN-1), one row a person, whatever their state: in,
-- out at court, in reception, without a cell. Nothing is joined that could drop a person.
-- "The latest of" is an aggregate: a window costs several times as much.
WITH chosen AS (
  SELECT
    b.agy_loc_id,
    COALESCE(b.root_offender_id, b.offender_id) AS person_id,
    ARG_MAX(
      {
        'offender_book_id': b.offender_book_id,
        'offender_id': b.offender_id,
        'living_unit_id': b.living_unit_id,
        'agency_iml_id': b.agency_iml_id,
        'in_out_status': b.in_out_status,
        'status_reason': b.status_reason
      },
      {
        'in': COALESCE(b.in_out_status = 'IN', FALSE),
        'begun': b.booking_begin_date,
        'id': b.offender_book_id
      }
    ) AS booking
  FROM nomis.offender_bookings AS b
  WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND b.active_flag = 'Y'
    AND b.booking_seq = 1
  GROUP BY b.agy_loc_id, COALESCE(b.root_offender_id, b.offender_id)
),
booking AS (
  SELECT
    c.agy_loc_id,
    c.person_id,
    c.booking.offender_book_id,
    c.booking.offender_id,
    c.booking.living_unit_id,
    c.booking.agency_iml_id,
    c.booking.in_out_status,
    c.booking.status_reason
  FROM chosen AS c
),
fact AS (
  -- R-CAT and R-CSRA: the latest active assessment of each kind that was not rejected; the
  -- latest incentive level; and, of those who are not in, how they last left.
  SELECT
    a.offender_book_id,
    CASE WHEN k.assessment_code = 'CATEGORY' THEN 'category' ELSE 'csra' END AS kind,
    'SUP_LVL_TYPE' AS word_domain,
    ARG_MAX_NULL(
      COALESCE(a.review_sup_level_type, a.overrided_sup_level_type, a.calc_sup_level_type),
      {'on': a.assessment_date, 'sequence': a.assessment_seq}
    ) AS code
  FROM nomis.offender_assessments AS a
  JOIN booking AS b ON b.offender_book_id = a.offender_book_id
  JOIN nomis.assessments AS k ON k.assessment_id = a.assessment_type_id
  WHERE a.assess_status = 'A'
    AND COALESCE(a.evaluation_result_code, '') <> 'REJ'
    AND k.assessment_code IN ('CATEGORY', 'CSR', 'CSRF', 'CSRH', 'CSRDO', 'CSR1', 'CSRREV')
  GROUP BY ALL
  UNION ALL
  SELECT
    i.offender_book_id,
    'incentive',
    'IEP_LEVEL',
    ARG_MAX_NULL(i.iep_level, {'on': i.iep_date, 'sequence': i.iep_level_seq})
  FROM nomis.offender_iep_levels AS i
  JOIN booking AS b ON b.offender_book_id = i.offender_book_id
  GROUP BY i.offender_book_id
),
known AS (
  SELECT
    f.offender_book_id,
    MAX(f.code) FILTER (WHERE f.kind = 'category') AS category_code,
    MAX(w.description) FILTER (WHERE f.kind = 'category') AS category,
    MAX(COALESCE(w.description, f.code)) FILTER (WHERE f.kind = 'csra') AS csra,
    MAX(COALESCE(w.description, f.code)) FILTER (WHERE f.kind = 'incentive') AS incentive
  FROM fact AS f
  LEFT JOIN nomis.reference_codes AS w ON w.domain = f.word_domain AND w.code = f.code
  GROUP BY f.offender_book_id
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
  k.category_code,
  k.category,
  k.csra,
  k.incentive
FROM booking AS b
LEFT JOIN nomis.offenders AS o ON o.offender_id = b.offender_id
LEFT JOIN known AS k ON k.offender_book_id = b.offender_book_id
LEFT JOIN last_movement AS m ON m.offender_book_id = b.offender_book_id
