-- What fact_stream and wide_fact share, so that neither computes dim_users twice.
-- Every row of silver.listens exactly once: a user's intervals do not overlap, and what is not known has the unknown
-- member's key.
CREATE OR REPLACE VIEW silver.keyed_listens
COMMENT 'Listens with the keys of all dimensions, and the names of the user. Personal data.'
AS
SELECT
  listens.event_id,
  coalesce(dim_users.user_key, 'unknown') AS user_key,
  coalesce(listens.artist_key, 'unknown') AS artist_key,
  coalesce(listens.song_key, 'unknown') AS song_key,
  CAST(date_format(listens.event_time, '%Y%m%d%H') AS bigint) AS date_key,
  coalesce(listens.location_key, 'unknown') AS location_key,
  listens.event_time,
  listens.event_date AS date_part,
  listens.user_id,
  listens.session_id,
  listens.level,
  listens.duration_seconds,
  dim_users.first_name,
  dim_users.last_name,
  dim_users.gender
FROM silver.listens
LEFT JOIN silver.dim_users
  ON dim_users.user_id = listens.user_id
  AND listens.event_time >= dim_users.valid_from
  AND listens.event_time < dim_users.valid_to;

COMMENT ON COLUMN silver.keyed_listens.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.keyed_listens.user_key IS 'The row of dim_users that was valid at event_time.';
COMMENT ON COLUMN silver.keyed_listens.artist_key IS 'The key of dim_artists.';
COMMENT ON COLUMN silver.keyed_listens.song_key IS 'The key of dim_songs.';
COMMENT ON COLUMN silver.keyed_listens.date_key IS 'The key of dim_datetime: the hour as yyyyMMddHH in UTC.';
COMMENT ON COLUMN silver.keyed_listens.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN silver.keyed_listens.event_time IS 'When the song was played, in UTC.';
COMMENT ON COLUMN silver.keyed_listens.date_part IS 'The UTC date of event_time. Filter by it: it decides which files are read.';
COMMENT ON COLUMN silver.keyed_listens.user_id IS 'The account that listened.';
COMMENT ON COLUMN silver.keyed_listens.session_id IS 'The listening session.';
COMMENT ON COLUMN silver.keyed_listens.level IS 'The level that the event itself carries: free or paid.';
COMMENT ON COLUMN silver.keyed_listens.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
COMMENT ON COLUMN silver.keyed_listens.first_name IS 'The user''s first name. Personal data.';
COMMENT ON COLUMN silver.keyed_listens.last_name IS 'The user''s last name. Personal data.';
COMMENT ON COLUMN silver.keyed_listens.gender IS 'The user''s gender.';
