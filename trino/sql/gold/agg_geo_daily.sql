-- grain: date_part, location_key
-- example: SELECT state_name, sum(plays) AS plays, round(sum(hours), 1) AS hours FROM gold.agg_geo_daily GROUP BY state_name ORDER BY plays DESC, state_name LIMIT 5
CREATE OR REPLACE VIEW gold.agg_geo_daily
COMMENT 'Locations by day: one row for each UTC date and location with a play.'
AS
WITH
places AS (
  SELECT
    date_part,
    coalesce(location_key, 'unknown') AS location_key,
    min(city) AS city,
    min(state) AS state,
    max_by(ROW(lat, lon), ROW(event_time, event_id)) FILTER (WHERE lat IS NOT NULL AND lon IS NOT NULL) AS latest,
    count(*) AS plays,
    count_if(is_stream) AS streams,
    count_if(is_skip) AS skips,
    CAST(count_if(is_skip) AS double) / nullif(count(is_skip), 0) AS skip_rate,
    count(DISTINCT user_id) FILTER (WHERE form <> 'bot') AS listeners,
    coalesce(sum(listened_seconds), 0) / 3600 AS hours
  FROM silver.timed_listens
  GROUP BY date_part, coalesce(location_key, 'unknown')
)
SELECT
  places.date_part,
  places.location_key,
  places.city,
  places.state,
  states.state_name,
  places.latest[1] AS latitude,
  places.latest[2] AS longitude,
  places.plays,
  places.streams,
  places.skips,
  places.skip_rate,
  places.listeners,
  places.hours
FROM places
LEFT JOIN silver.state_names AS states ON states.state = places.state;

COMMENT ON COLUMN gold.agg_geo_daily.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_geo_daily.location_key IS 'The key of dim_location; ''unknown'' for plays without a place.';
COMMENT ON COLUMN gold.agg_geo_daily.city IS 'The city; null where the event has none.';
COMMENT ON COLUMN gold.agg_geo_daily.state IS 'The US state''s code.';
COMMENT ON COLUMN gold.agg_geo_daily.state_name IS 'The state''s name; null if the code is unknown.';
COMMENT ON COLUMN gold.agg_geo_daily.latitude IS 'Degrees, to 2 decimals, from the date''s latest play there that has coordinates.';
COMMENT ON COLUMN gold.agg_geo_daily.longitude IS 'Degrees, to 2 decimals, from the same play.';
COMMENT ON COLUMN gold.agg_geo_daily.plays IS 'Plays, of any length.';
COMMENT ON COLUMN gold.agg_geo_daily.streams IS 'Plays with at least 30 listened seconds.';
COMMENT ON COLUMN gold.agg_geo_daily.skips IS 'Plays that stopped before the song''s end and before 30 seconds.';
COMMENT ON COLUMN gold.agg_geo_daily.skip_rate IS 'Skips as a share of the plays for which it is known, 0 to 1; null if there is no such play.';
COMMENT ON COLUMN gold.agg_geo_daily.listeners IS 'Different users who played; bots are left out.';
COMMENT ON COLUMN gold.agg_geo_daily.hours IS 'Hours listened. A play with an unknown end adds nothing.';
