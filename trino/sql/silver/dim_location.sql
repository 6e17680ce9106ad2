-- Each key has one row, whatever the coordinates, because a city with different coordinates in events must not multiply plays.
CREATE OR REPLACE VIEW silver.dim_location
COMMENT 'Locations: one row for each city, state and zip that events came from.'
AS
WITH
located_events AS (
  SELECT location_key, city, state, zip, lat, lon, event_time, event_id
  FROM silver.page_views
  WHERE location_key IS NOT NULL
  UNION ALL
  SELECT location_key, city, state, zip, lat, lon, event_time, event_id
  FROM silver.listens
  WHERE location_key IS NOT NULL
  UNION ALL
  SELECT location_key, city, state, zip, lat, lon, event_time, event_id
  FROM silver.auth_attempts
  WHERE location_key IS NOT NULL
  UNION ALL
  SELECT location_key, city, state, zip, lat, lon, event_time, event_id
  FROM silver.status_changes
  WHERE location_key IS NOT NULL
),
locations AS (
  SELECT
    location_key,
    min(city) AS city,
    min(state) AS state,
    min(zip) AS zip,
    max_by(ROW(lat, lon), ROW(event_time, event_id)) FILTER (WHERE lat IS NOT NULL AND lon IS NOT NULL) AS latest
  FROM located_events
  GROUP BY location_key
)
SELECT
  locations.location_key,
  locations.city,
  locations.state,
  state_names.state_name,
  state_zones.time_zone,
  locations.zip,
  locations.latest[1] AS latitude,
  locations.latest[2] AS longitude
FROM locations
LEFT JOIN silver.state_names ON state_names.state = locations.state
LEFT JOIN silver.state_zones ON state_zones.state = locations.state
UNION ALL
SELECT 'unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL;

COMMENT ON COLUMN silver.dim_location.location_key IS 'md5 of city, U+001F, state, U+001F, zip; ''unknown'' for the unknown member.';
COMMENT ON COLUMN silver.dim_location.city IS 'The city.';
COMMENT ON COLUMN silver.dim_location.state IS 'The US state''s code, in capitals.';
COMMENT ON COLUMN silver.dim_location.state_name IS 'The state''s name; null if the code is unknown.';
COMMENT ON COLUMN silver.dim_location.time_zone IS 'The IANA name of the state''s time zone. If a state has two, the one in which most of its people live. Null if the code is unknown, or is one of the Armed Forces (AA, AE, AP), which are no place.';
COMMENT ON COLUMN silver.dim_location.zip IS 'The US zip code, with its leading zeros.';
COMMENT ON COLUMN silver.dim_location.latitude IS 'Degrees, to 2 decimals, from the latest event there that has coordinates.';
COMMENT ON COLUMN silver.dim_location.longitude IS 'Degrees, to 2 decimals, from the same event.';
