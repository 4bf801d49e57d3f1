-- Everything the prison's people have on during the day, from all eight sources (R-UL-2), with
-- what has become of it. An activity without an attendance record is still shown (not R-SEC-2);
-- the list says "no attendance record". Where a transfer goes to is never read (R-SEC-1).
-- Each source gives codes; words are joined once, at the end.
WITH session AS (
  SELECT
    s.crs_sch_id,
    s.crs_acty_id,
    CAST(s.schedule_date AS DATE) AS session_date,
    s.start_time,
    s.end_time,
    s.slot_category_code,
    s.schedule_status,
    a.description AS activity,
    a.course_activity_type,
    a.internal_location_id,
    a.outside_work_flag,
    p.description AS category
  FROM nomis.course_activities AS a
  JOIN nomis.course_schedules AS s ON s.crs_acty_id = a.crs_acty_id
  LEFT JOIN nomis.program_services AS p ON p.program_id = a.program_id
  WHERE a.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND s.schedule_date >= (SELECT on_date FROM prompt_)
    AND s.schedule_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND s.catch_up_crs_sch_id IS NULL
),
attendance AS (
  SELECT t.offender_book_id, t.crs_sch_id, t.event_id, t.event_outcome, t.event_status
  FROM nomis.offender_course_attendances AS t
  WHERE t.event_date >= (SELECT on_date FROM prompt_)
    AND t.event_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
),
going AS (
  -- One row for a person and session: of two allocations to one activity, or two records of one
  -- session, the one with a record, and of those the latest.
  SELECT
    p.offender_book_id,
    s.crs_sch_id,
    MIN({
      'rank': CASE WHEN t.offender_book_id IS NULL THEN 1 ELSE 0 END,
      'state': CASE
        WHEN s.schedule_status = 'CANC' OR t.event_outcome = 'CANC' OR t.event_status = 'CANC'
          THEN 'cancelled'
        WHEN p.suspended_flag = 'Y' OR t.event_outcome = 'SUS' THEN 'suspended'
        WHEN t.event_outcome = 'NREQ' THEN 'not required'
        ELSE 'planned'
      END,
      'record': -COALESCE(t.event_id, 0),
      'attendance': CASE
        WHEN t.offender_book_id IS NULL THEN 'none'
        ELSE COALESCE(t.event_outcome, 'to record')
      END
    }) AS found
  FROM session AS s
  JOIN nomis.offender_program_profiles AS p ON p.crs_acty_id = s.crs_acty_id
  LEFT JOIN attendance AS t
    ON t.offender_book_id = p.offender_book_id AND t.crs_sch_id = s.crs_sch_id
  LEFT JOIN nomis.offender_exclude_acts_schds AS x
    -- R-SLOT-4: an exclusion of the day, of the session's slot, or (the legacy rule) any
    -- exclusion of that day when the session has no stored slot.
    ON x.off_prgref_id = p.off_prgref_id
    AND x.exclude_day = UPPER(STRFTIME(s.session_date, '%a'))
    AND (
      x.slot_category_code IS NULL
      OR s.slot_category_code IS NULL
      OR x.slot_category_code = s.slot_category_code
    )
  WHERE x.off_prgref_id IS NULL
    -- The allocation is live on the day, or ended after the session began.
    AND p.offender_start_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND (
      (
        p.offender_program_status = 'ALLOC'
        AND (
          p.offender_end_date IS NULL OR p.offender_end_date >= (SELECT on_date FROM prompt_)
        )
      )
      OR (p.offender_program_status = 'END' AND p.offender_end_date > s.start_time)
    )
  GROUP BY p.offender_book_id, s.crs_sch_id
),
happening AS (
  SELECT
    g.offender_book_id,
    'activity' AS kind,
    s.crs_sch_id AS event_id,
    s.activity AS summary,
    'INT_SCH_RSN' AS word_domain,
    s.course_activity_type AS word_code,
    s.internal_location_id AS location_id,
    CAST(NULL AS VARCHAR) AS agency_id,
    CAST(NULL AS VARCHAR) AS city,
    s.start_time AS starts_at,
    s.end_time AS ends_at,
    s.slot_category_code AS stored_slot,
    g.found.state,
    s.category,
    COALESCE(s.outside_work_flag = 'Y', FALSE) AS outside,
    g.found.attendance,
    CAST(NULL AS VARCHAR) AS detail
  FROM going AS g
  JOIN session AS s ON s.crs_sch_id = g.crs_sch_id

  UNION ALL
  SELECT
    c.offender_book_id,
    'court',
    c.event_id,
    CASE WHEN c.court_event_type = 'VL' THEN 'Court by video link' ELSE 'Court' END,
    'MOVE_RSN',
    c.court_event_type,
    NULL,
    c.agy_loc_id,
    NULL,
    c.start_time,
    c.end_time,
    NULL,
    CASE WHEN c.event_status = 'CANC' THEN 'cancelled' ELSE 'planned' END,
    NULL,
    c.court_event_type IS DISTINCT FROM 'VL',
    NULL,
    NULL
  FROM nomis.court_events AS c
  WHERE c.event_date >= (SELECT on_date FROM prompt_)
    AND c.event_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND COALESCE(c.direction_code, 'OUT') = 'OUT'
    AND COALESCE(c.event_status, 'SCH') <> 'DEL'

  UNION ALL
  SELECT DISTINCT
    p.offender_book_id,
    'adjudication hearing',
    h.oic_hearing_id,
    'Adjudication hearing',
    'OIC_HEAR',
    h.oic_hearing_type,
    h.internal_location_id,
    NULL,
    NULL,
    h.hearing_time,
    NULL,
    NULL,
    CASE WHEN h.event_status = 'CANC' THEN 'cancelled' ELSE 'planned' END,
    NULL,
    FALSE,
    NULL,
    NULL
  FROM nomis.oic_hearings AS h
  JOIN nomis.agency_incident_parties AS p ON p.oic_incident_id = h.oic_incident_id
  WHERE h.hearing_date >= (SELECT on_date FROM prompt_)
    AND h.hearing_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND COALESCE(h.event_status, 'SCH') <> 'DEL'

  UNION ALL
  SELECT
    d.offender_book_id,
    'release',
    d.event_id,
    'Release',
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    -- Midnight here means that no time was given.
    NULLIF(
      COALESCE(d.release_date, d.auto_release_date),
      CAST((SELECT on_date FROM prompt_) AS TIMESTAMP)
    ),
    NULL,
    NULL,
    CASE WHEN d.event_status IN ('CANC', 'DEN') THEN 'cancelled' ELSE 'planned' END,
    NULL,
    TRUE,
    NULL,
    CASE WHEN d.release_date IS NULL THEN 'not confirmed' END
  FROM nomis.offender_release_details AS d
  WHERE COALESCE(d.release_date, d.auto_release_date) >= (SELECT on_date FROM prompt_)
    AND COALESCE(d.release_date, d.auto_release_date)
      < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND d.event_status <> 'DEL'

  UNION ALL
  SELECT
    v.offender_book_id,
    'visit',
    v.offender_visit_id,
    CASE v.visit_type
      WHEN 'SCON' THEN 'Social visit'
      WHEN 'OFFI' THEN 'Official visit'
      ELSE 'Visit'
    END,
    NULL,
    NULL,
    v.visit_internal_location_id,
    NULL,
    NULL,
    v.start_time,
    v.end_time,
    NULL,
    CASE
      WHEN v.visit_status IN ('CANC', 'VISITOR', 'OFFEND', 'HMPOP') THEN 'cancelled'
      ELSE 'planned'
    END,
    NULL,
    FALSE,
    NULL,
    NULL
  FROM nomis.offender_visits AS v
  WHERE v.visit_date >= (SELECT on_date FROM prompt_)
    AND v.visit_date < (SELECT on_date FROM prompt_) + INTERVAL 1 DAY
    AND v.agy_loc_id = (SELECT prison_id FROM prompt_)
    AND v.visit_status <> 'DEL'

  UNION ALL
  SELECT
    i.offender_book_id,
    CASE i.event_type
      WHEN 'TAP' THEN 'temporary absence'
      WHEN 'TRN' THEN 'transfer'
      ELSE 'appointment'
    END,
    i.event_id,
    CASE i.event_type WHEN 'TAP' THEN 'Temporary absence' WHEN 'TRN' THEN 'Transfer' END,
    CASE i.event_type WHEN 'APP' THEN 'INT_SCH_RSN' WHEN 'TAP' THEN 'MOVE_RSN' END,
    i.event_sub_type,
    CASE WHEN i.event_type = 'APP' THEN i.to_internal_location_id END,
    CASE WHEN i.event_type = 'TAP' THEN i.to_agy_loc_id END,
    CASE WHEN i.event_type = 'TAP' THEN COALESCE(i.to_city_code, i.to_city, '') END,
    i.start_time,
    CASE
      WHEN i.event_type = 'TAP' THEN COALESCE(i.return_time, i.end_time)
      ELSE i.end_time
    END,
    NULL,
    CASE
      WHEN i.event_status IN ('CANC', 'DEN') OR i.event_outcome = 'CANC' THEN 'cancelled'
      ELSE 'planned'
    END,
    NULL,
    i.event_type <> 'APP',
    NULL,
    CASE WHEN i.event_status IN ('PEN', 'PENDING') THEN 'not yet approved' END
  FROM nomis.offender_ind_schedules AS i
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
)
SELECT
  b.agy_loc_id AS prison_id,
  h.offender_book_id AS booking_id,
  h.kind,
  h.event_id,
  COALESCE(h.summary, word.description, h.word_code) AS summary,
  h.location_id,
  COALESCE(
    agency.description, h.agency_id, city.description, NULLIF(h.city, ''),
    CASE WHEN h.kind = 'temporary absence' THEN 'no destination recorded' END
  ) AS outside_location,
  h.starts_at,
  h.ends_at,
  h.stored_slot,
  h.state,
  CASE WHEN h.kind = 'activity' THEN COALESCE(h.category, word.description, 'Other') END
    AS category,
  h.outside,
  h.attendance,
  COALESCE(
    h.detail,
    CASE
      WHEN h.kind IN ('temporary absence', 'adjudication hearing')
        THEN COALESCE(word.description, h.word_code)
    END
  ) AS detail
FROM happening AS h
JOIN nomis.offender_bookings AS b
  ON b.offender_book_id = h.offender_book_id
  AND b.agy_loc_id = (SELECT prison_id FROM prompt_)
  AND b.active_flag = 'Y'
  AND b.booking_seq = 1
LEFT JOIN nomis.reference_codes AS word
  ON word.domain = h.word_domain AND word.code = h.word_code
LEFT JOIN nomis.agency_locations AS agency ON agency.agy_loc_id = h.agency_id
LEFT JOIN nomis.reference_codes AS city ON city.domain = 'CITY' AND city.code = h.city
