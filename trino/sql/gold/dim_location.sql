-- grain: location_key
-- example: SELECT state_name, count(*) AS places FROM gold.dim_location GROUP BY state_name ORDER BY places DESC, state_name LIMIT 5
CREATE OR REPLACE VIEW gold.dim_location
COMMENT 'Locations: one row for each city, state and zip that events came from, and the unknown member.'
AS
SELECT location_key, city, state, state_name, zip, latitude, longitude, time_zone
FROM silver.dim_location;

COMMENT ON COLUMN gold.dim_location.location_key IS 'md5 of city, U+001F, state, U+001F, zip; ''unknown'' for the unknown member.';
COMMENT ON COLUMN gold.dim_location.city IS 'The city.';
COMMENT ON COLUMN gold.dim_location.state IS 'The US state''s code, in capitals.';
COMMENT ON COLUMN gold.dim_location.state_name IS 'The state''s name; null if the code is unknown.';
COMMENT ON COLUMN gold.dim_location.zip IS 'The US zip code, with its leading zeros.';
COMMENT ON COLUMN gold.dim_location.latitude IS 'Degrees, to 2 decimals, from the latest event there that has coordinates.';
COMMENT ON COLUMN gold.dim_location.longitude IS 'Degrees, to 2 decimals, from the same event.';
COMMENT ON COLUMN gold.dim_location.time_zone IS 'The IANA name of the state''s time zone. If a state has two, the one in which most of its people live. Null if the code is unknown, or is one of the Armed Forces (AA, AE, AP), which are no place.';
