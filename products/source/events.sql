-- Everything the prison's people have on during the day, from all eight sources (R-UL-2), with
-- what has become of it. An activity without an attendance record is still shown (not R-SEC-2);
-- the list says "no attendance record". Where a transfer goes to is never read (R-SEC-1).
WITH booking AS (
  SELECT b.offender_book_id, b.agy_loc_id
  FROM nomis.offender_bookings AS b
  WHERE b.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND b.active_flag = 'Y'
    AND b.booking_seq = 1
),
session AS (
  SELECT
    s.crs_sch_id,
    s.crs_acty_id,
    CAST(s.schedule_date AS DATE) AS session_date,
    s.start_time,
    s.end_time,
    s.slot_category_code,
    s.schedule_status,
    a.description AS activity,
    a.internal_location_id,
    a.outside_work_flag,
    COALESCE(p.description, kind.description, 'Other') AS category
  FROM nomis.course_schedules AS s
  JOIN nomis.course_activities AS a ON a.crs_acty_id = s.crs_acty_id
  LEFT JOIN nomis.program_services AS p ON p.program_id = a.program_id
  LEFT JOIN nomis.reference_codes AS kind
    ON kind.domain = 'INT_SCH_RSN' AND kind.code = a.course_activity_type
  WHERE s.schedule_date >= (SELECT on_date FROM prompt_)
    AND s.schedule_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND s.catch_up_crs_sch_id IS NULL
    AND a.agy_loc_id = (SELECT prison_id FROM prompt_)
),
attendance AS (
  SELECT t.offender_book_id, t.crs_sch_id, t.event_outcome, t.event_status
  FROM nomis.offender_course_attendances AS t
  JOIN booking AS b ON b.offender_book_id = t.offender_book_id
  WHERE t.event_date >= (SELECT on_date FROM prompt_)
    AND t.event_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY t.offender_book_id, t.crs_sch_id ORDER BY t.event_id DESC
  ) = 1
),
allocation AS (
  SELECT
    p.offender_book_id,
    p.crs_acty_id,
    p.off_prgref_id,
    p.suspended_flag,
    p.offender_start_date,
    p.offender_end_date,
    p.offender_program_status
  FROM nomis.offender_program_profiles AS p
  JOIN booking AS b ON b.offender_book_id = p.offender_book_id
  WHERE p.offender_program_status IN ('ALLOC', 'END')
    AND p.offender_start_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND (
      p.offender_end_date IS NULL
      OR p.offender_end_date >= (SELECT on_date FROM prompt_)
    )
),
activity AS (
  SELECT
    a.offender_book_id,
    'activity' AS kind,
    s.crs_sch_id AS event_id,
    s.activity AS summary,
    s.internal_location_id AS location_id,
    CAST(NULL AS VARCHAR) AS outside_location,
    s.start_time AS starts_at,
    s.end_time AS ends_at,
    s.slot_category_code AS stored_slot,
    CASE
      WHEN s.schedule_status = 'CANC' OR t.event_outcome = 'CANC' OR t.event_status = 'CANC'
        THEN 'cancelled'
      WHEN a.suspended_flag = 'Y' OR t.event_outcome = 'SUS' THEN 'suspended'
      WHEN t.event_outcome = 'NREQ' THEN 'not required'
      ELSE 'planned'
    END AS state,
    s.category,
    COALESCE(s.outside_work_flag = 'Y', FALSE) AS outside,
    CASE
      WHEN t.offender_book_id IS NULL THEN 'none'
      WHEN t.event_outcome IS NULL THEN 'to record'
      ELSE t.event_outcome
    END AS attendance,
    CAST(NULL AS VARCHAR) AS detail
  FROM session AS s
  JOIN allocation AS a ON a.crs_acty_id = s.crs_acty_id
  LEFT JOIN attendance AS t
    ON t.offender_book_id = a.offender_book_id AND t.crs_sch_id = s.crs_sch_id
  WHERE (a.offender_program_status = 'ALLOC' OR a.offender_end_date > s.start_time)
    AND NOT EXISTS (
      -- R-SLOT-4: an exclusion of the day, of the session's slot, or (the legacy rule) any
      -- exclusion of that day when the session has no stored slot.
      SELECT 1
      FROM nomis.offender_exclude_acts_schds AS x
      WHERE x.offender_book_id = a.offender_book_id
        AND x.off_prgref_id = a.off_prgref_id
        AND x.exclude_day = UPPER(STRFTIME(s.session_date, '%a'))
        AND (
          x.slot_category_code IS NULL
          OR s.slot_category_code IS NULL
          OR x.slot_category_code = s.slot_category_code
        )
    )
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY a.offender_book_id, s.crs_sch_id
    ORDER BY a.offender_program_status, a.off_prgref_id DESC
  ) = 1
),
court AS (
  SELECT
    c.offender_book_id,
    'court' AS kind,
    c.event_id,
    CASE WHEN c.court_event_type = 'VL' THEN 'Court by video link' ELSE 'Court' END AS summary,
    CAST(NULL AS BIGINT) AS location_id,
    COALESCE(g.description, c.agy_loc_id) AS outside_location,
    c.start_time AS starts_at,
    c.end_time AS ends_at,
    CAST(NULL AS VARCHAR) AS stored_slot,
    CASE WHEN c.event_status = 'CANC' THEN 'cancelled' ELSE 'planned' END AS state,
    CAST(NULL AS VARCHAR) AS category,
    c.court_event_type IS DISTINCT FROM 'VL' AS outside,
    CAST(NULL AS VARCHAR) AS attendance,
    COALESCE(r.description, c.court_event_type) AS detail
  FROM nomis.court_events AS c
  JOIN booking AS b ON b.offender_book_id = c.offender_book_id
  LEFT JOIN nomis.agency_locations AS g ON g.agy_loc_id = c.agy_loc_id
  LEFT JOIN nomis.reference_codes AS r
    ON r.domain = 'MOVE_RSN' AND r.code = c.court_event_type
  WHERE c.event_date >= (SELECT on_date FROM prompt_)
    AND c.event_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND COALESCE(c.direction_code, 'OUT') = 'OUT'
    AND COALESCE(c.event_status, 'SCH') <> 'DEL'
),
hearing AS (
  SELECT
    p.offender_book_id,
    'adjudication hearing' AS kind,
    h.oic_hearing_id AS event_id,
    'Adjudication hearing' AS summary,
    h.internal_location_id AS location_id,
    CAST(NULL AS VARCHAR) AS outside_location,
    h.hearing_time AS starts_at,
    CAST(NULL AS TIMESTAMP) AS ends_at,
    CAST(NULL AS VARCHAR) AS stored_slot,
    CASE WHEN h.event_status = 'CANC' THEN 'cancelled' ELSE 'planned' END AS state,
    CAST(NULL AS VARCHAR) AS category,
    FALSE AS outside,
    CAST(NULL AS VARCHAR) AS attendance,
    COALESCE(r.description, h.oic_hearing_type) AS detail
  FROM nomis.oic_hearings AS h
  JOIN nomis.agency_incident_parties AS p ON p.oic_incident_id = h.oic_incident_id
  JOIN booking AS b ON b.offender_book_id = p.offender_book_id
  LEFT JOIN nomis.reference_codes AS r
    ON r.domain = 'OIC_HEAR' AND r.code = h.oic_hearing_type
  WHERE h.hearing_date >= (SELECT on_date FROM prompt_)
    AND h.hearing_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND COALESCE(h.event_status, 'SCH') <> 'DEL'
),
release AS (
  SELECT
    d.offender_book_id,
    'release' AS kind,
    d.event_id,
    'Release' AS summary,
    CAST(NULL AS BIGINT) AS location_id,
    CAST(NULL AS VARCHAR) AS outside_location,
    -- Midnight here means that no time was given.
    CASE
      WHEN COALESCE(d.release_date, d.auto_release_date)
        > CAST(COALESCE(d.release_date, d.auto_release_date) AS DATE)
        THEN COALESCE(d.release_date, d.auto_release_date)
    END AS starts_at,
    CAST(NULL AS TIMESTAMP) AS ends_at,
    CAST(NULL AS VARCHAR) AS stored_slot,
    CASE WHEN d.event_status IN ('CANC', 'DEN') THEN 'cancelled' ELSE 'planned' END AS state,
    CAST(NULL AS VARCHAR) AS category,
    TRUE AS outside,
    CAST(NULL AS VARCHAR) AS attendance,
    CASE WHEN d.release_date IS NULL THEN 'not confirmed' END AS detail
  FROM nomis.offender_release_details AS d
  JOIN booking AS b ON b.offender_book_id = d.offender_book_id
  WHERE CAST(COALESCE(d.release_date, d.auto_release_date) AS DATE)
    = (SELECT on_date FROM prompt_)
    AND d.event_status <> 'DEL'
),
visit AS (
  SELECT
    v.offender_book_id,
    'visit' AS kind,
    v.offender_visit_id AS event_id,
    CASE v.visit_type
      WHEN 'SCON' THEN 'Social visit'
      WHEN 'OFFI' THEN 'Official visit'
      ELSE COALESCE(r.description, 'Visit')
    END AS summary,
    v.visit_internal_location_id AS location_id,
    CAST(NULL AS VARCHAR) AS outside_location,
    v.start_time AS starts_at,
    v.end_time AS ends_at,
    CAST(NULL AS VARCHAR) AS stored_slot,
    CASE
      WHEN v.visit_status IN ('CANC', 'VISITOR', 'OFFEND', 'HMPOP') THEN 'cancelled'
      ELSE 'planned'
    END AS state,
    CAST(NULL AS VARCHAR) AS category,
    FALSE AS outside,
    CAST(NULL AS VARCHAR) AS attendance,
    CAST(NULL AS VARCHAR) AS detail
  FROM nomis.offender_visits AS v
  JOIN booking AS b ON b.offender_book_id = v.offender_book_id
  LEFT JOIN nomis.reference_codes AS r ON r.domain = 'VISIT_TYPE' AND r.code = v.visit_type
  WHERE v.visit_date >= (SELECT on_date FROM prompt_)
    AND v.visit_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND v.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND v.visit_status <> 'DEL'
),
scheduled AS (
  SELECT
    i.offender_book_id,
    CASE i.event_type
      WHEN 'TAP' THEN 'temporary absence'
      WHEN 'TRN' THEN 'transfer'
      ELSE 'appointment'
    END AS kind,
    i.event_id,
    CASE i.event_type
      WHEN 'TAP' THEN 'Temporary absence'
      WHEN 'TRN' THEN 'Transfer'
      ELSE COALESCE(r.description, i.event_sub_type)
    END AS summary,
    CASE WHEN i.event_type = 'APP' THEN i.to_internal_location_id END AS location_id,
    CASE
      WHEN i.event_type = 'TAP'
        THEN COALESCE(g.description, city.description, i.to_city, 'no destination recorded')
    END AS outside_location,
    i.start_time AS starts_at,
    CASE
      WHEN i.event_type = 'TAP' THEN COALESCE(i.return_time, i.end_time)
      ELSE i.end_time
    END AS ends_at,
    CAST(NULL AS VARCHAR) AS stored_slot,
    CASE
      WHEN i.event_status IN ('CANC', 'DEN') OR i.event_outcome = 'CANC' THEN 'cancelled'
      ELSE 'planned'
    END AS state,
    CAST(NULL AS VARCHAR) AS category,
    i.event_type <> 'APP' AS outside,
    CAST(NULL AS VARCHAR) AS attendance,
    CASE
      WHEN i.event_status IN ('PEN', 'PENDING') THEN 'not yet approved'
      WHEN i.event_type = 'TAP' THEN move.description
    END AS detail
  FROM nomis.offender_ind_schedules AS i
  JOIN booking AS b ON b.offender_book_id = i.offender_book_id
  LEFT JOIN nomis.reference_codes AS r
    ON r.domain = 'INT_SCH_RSN' AND r.code = i.event_sub_type
  LEFT JOIN nomis.reference_codes AS move
    ON move.domain = 'MOVE_RSN' AND move.code = i.event_sub_type
  LEFT JOIN nomis.reference_codes AS city
    ON city.domain = 'CITY' AND city.code = COALESCE(i.to_city_code, i.to_city)
  LEFT JOIN nomis.agency_locations AS g ON g.agy_loc_id = i.to_agy_loc_id
  WHERE i.event_date >= (SELECT on_date FROM prompt_)
    AND i.event_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND i.event_status <> 'DEL'
    AND (
      (i.event_type = 'APP' AND i.event_class = 'INT_MOV')
      OR (
        i.event_type IN ('TAP', 'TRN')
        AND i.event_class = 'EXT_MOV'
        AND i.direction_code = 'OUT'
      )
    )
),
happening AS (
  SELECT * FROM activity
  UNION ALL SELECT * FROM court
  UNION ALL SELECT * FROM hearing
  UNION ALL SELECT * FROM release
  UNION ALL SELECT * FROM visit
  UNION ALL SELECT * FROM scheduled
)
SELECT
  b.agy_loc_id AS prison_id,
  h.offender_book_id AS booking_id,
  h.kind,
  h.event_id,
  h.summary,
  h.location_id,
  h.outside_location,
  h.starts_at,
  h.ends_at,
  h.stored_slot,
  h.state,
  h.category,
  h.outside,
  h.attendance,
  h.detail
FROM happening AS h
JOIN booking AS b ON b.offender_book_id = h.offender_book_id
