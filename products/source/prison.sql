-- The prison's name and its regime on the day (R-SLOT-2). No regime row: the legacy hours are
-- used (R-SLOT-1), by the one slot function. A list made with no alerts to show says so.
SELECT
  a.agy_loc_id AS prison_id,
  a.description AS name,
  r.am_start,
  r.pm_start,
  r.ed_start,
  (
    SELECT COUNT(*)
    FROM config.alert_shown AS s
    WHERE s.prison_id IS NULL OR s.prison_id = (SELECT prison_id FROM prompt_)
  ) AS alerts_shown
FROM nomis.agency_locations AS a
LEFT JOIN config.regime AS r
  ON r.prison_id = a.agy_loc_id AND r.weekday = ISODOW((SELECT on_date FROM prompt_))
WHERE a.agy_loc_id = (SELECT prison_id FROM prompt_)
