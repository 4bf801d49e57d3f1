-- Every place inside the prison: the tree of wings, landings and cells, and the rooms people go
-- to. Paths are walked by parent links, never by splitting text (R-LOC-1).
SELECT
  l.agy_loc_id AS prison_id,
  l.internal_location_id AS location_id,
  l.parent_internal_location_id AS parent_id,
  l.internal_location_code AS code,
  l.internal_location_type AS kind,
  l.description,
  l.user_desc AS name,
  l.unit_type,
  l.certified_flag = 'Y' AS certified,
  l.active_flag = 'Y' AS active,
  l.capacity,
  l.operation_capacity AS working_capacity,
  l.cna_no AS certified_capacity,
  l.deactivate_date AS deactivated_on,
  l.reactivate_date AS reactivated_on,
  l.deactivate_reason_code AS deactivated_because,
  g.group_name
FROM nomis.agency_internal_locations AS l
LEFT JOIN config.wing_group AS g
  ON g.prison_id = l.agy_loc_id AND g.internal_location_id = l.internal_location_id
WHERE l.agy_loc_id = (SELECT prison_id FROM prompt_)
