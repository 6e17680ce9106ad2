-- The hour's parts come from event_time, not from a join with dim_datetime: the same values, without its 300,000 rows.
CREATE OR REPLACE VIEW gold.wide_fact
COMMENT 'Plays with what the dimensions know about them: one row for each row of fact_stream. Personal data.'
AS
SELECT
  plays.event_id,
  plays.user_key,
  plays.artist_key,
  plays.song_key,
  plays.date_key,
  plays.location_key,
  plays.event_time,
  plays.date_part,
  plays.user_id,
  plays.session_id,
  plays.level,
  plays.duration_seconds,
  plays.first_name,
  plays.last_name,
  plays.gender,
  dim_songs.title AS song_name,
  dim_artists.name AS artist_name,
  dim_songs.duration_seconds AS song_duration,
  dim_location.city,
  dim_location.state,
  dim_location.state_name,
  dim_location.latitude,
  dim_location.longitude,
  date_trunc('hour', plays.event_time) AS date_hour,
  day(plays.event_time) AS day_of_month,
  day_of_week(plays.event_time) AS day_of_week
FROM silver.keyed_listens AS plays
LEFT JOIN silver.dim_songs ON dim_songs.song_key = plays.song_key
LEFT JOIN silver.dim_artists ON dim_artists.artist_key = plays.artist_key
LEFT JOIN silver.dim_location ON dim_location.location_key = plays.location_key;

COMMENT ON COLUMN gold.wide_fact.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.wide_fact.user_key IS 'The row of dim_users that was valid at event_time.';
COMMENT ON COLUMN gold.wide_fact.artist_key IS 'The key of dim_artists.';
COMMENT ON COLUMN gold.wide_fact.song_key IS 'The key of dim_songs.';
COMMENT ON COLUMN gold.wide_fact.date_key IS 'The key of dim_datetime: the hour as yyyyMMddHH in UTC.';
COMMENT ON COLUMN gold.wide_fact.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.wide_fact.event_time IS 'When the song was played, in UTC.';
COMMENT ON COLUMN gold.wide_fact.date_part IS 'The UTC date of event_time. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.wide_fact.user_id IS 'The account that listened.';
COMMENT ON COLUMN gold.wide_fact.session_id IS 'The listening session.';
COMMENT ON COLUMN gold.wide_fact.level IS 'The level that the event itself carries: free or paid.';
COMMENT ON COLUMN gold.wide_fact.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
COMMENT ON COLUMN gold.wide_fact.first_name IS 'The user''s first name. Personal data.';
COMMENT ON COLUMN gold.wide_fact.last_name IS 'The user''s last name. Personal data.';
COMMENT ON COLUMN gold.wide_fact.gender IS 'The user''s gender.';
COMMENT ON COLUMN gold.wide_fact.song_name IS 'The song''s title.';
COMMENT ON COLUMN gold.wide_fact.artist_name IS 'The artist''s name.';
COMMENT ON COLUMN gold.wide_fact.song_duration IS 'The song''s length in seconds, as dim_songs has it.';
COMMENT ON COLUMN gold.wide_fact.city IS 'The city that the listener was in.';
COMMENT ON COLUMN gold.wide_fact.state IS 'The US state''s code.';
COMMENT ON COLUMN gold.wide_fact.state_name IS 'The state''s name.';
COMMENT ON COLUMN gold.wide_fact.latitude IS 'Degrees, to 2 decimals.';
COMMENT ON COLUMN gold.wide_fact.longitude IS 'Degrees, to 2 decimals.';
COMMENT ON COLUMN gold.wide_fact.date_hour IS 'The first instant of the hour, in UTC.';
COMMENT ON COLUMN gold.wide_fact.day_of_month IS '1 to 31.';
COMMENT ON COLUMN gold.wide_fact.day_of_week IS '1 is Monday, 7 is Sunday (ISO 8601).';
