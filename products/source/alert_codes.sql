-- The alert codes this prison shows: the national set and its own. A list made with none says so.
SELECT DISTINCT
  (SELECT prison_id FROM prompt_) AS prison_id,
  code,
  label
FROM config.alert_shown
WHERE prison_id IS NULL OR prison_id = (SELECT prison_id FROM prompt_)
