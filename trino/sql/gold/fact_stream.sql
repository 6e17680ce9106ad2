CREATE OR REPLACE VIEW gold.fact_stream
COMMENT 'Plays: one row for each song that was listened to.'
AS
SELECT
  event_id,
  user_key,
  artist_key,
  song_key,
  date_key,
  location_key,
  event_time,
  date_part,
  user_id,
  session_id,
  level,
  duration_seconds
FROM silver.keyed_listens;

COMMENT ON COLUMN gold.fact_stream.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.fact_stream.user_key IS 'The row of dim_users that was valid at event_time.';
COMMENT ON COLUMN gold.fact_stream.artist_key IS 'The key of dim_artists.';
COMMENT ON COLUMN gold.fact_stream.song_key IS 'The key of dim_songs.';
COMMENT ON COLUMN gold.fact_stream.date_key IS 'The key of dim_datetime: the hour as yyyyMMddHH in UTC.';
COMMENT ON COLUMN gold.fact_stream.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.fact_stream.event_time IS 'When the song was played, in UTC.';
COMMENT ON COLUMN gold.fact_stream.date_part IS 'The UTC date of event_time. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.fact_stream.user_id IS 'The account that listened.';
COMMENT ON COLUMN gold.fact_stream.session_id IS 'The listening session.';
COMMENT ON COLUMN gold.fact_stream.level IS 'The level that the event itself carries: free or paid.';
COMMENT ON COLUMN gold.fact_stream.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
