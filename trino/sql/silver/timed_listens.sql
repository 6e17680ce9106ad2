CREATE OR REPLACE VIEW silver.timed_listens
COMMENT 'Listens with the time that was listened: one row for each row of silver.listens.'
AS
WITH
plays AS (
  SELECT
    event_id, date_part, session_id, item_in_session, event_time, user_id, gender, level, device, os, browser,
    artist, song, artist_key, song_key, location_key, city, state, lat, lon, duration_seconds,
    source_topic, source_partition, source_offset,
    date_diff('millisecond', event_time, next_event_time) / 1000e0 AS gap_seconds
  FROM silver.session_timeline
  WHERE is_play
)
SELECT
  event_id,
  date_part,
  session_id,
  item_in_session,
  event_time,
  user_id,
  gender,
  level,
  device,
  os,
  browser,
  artist,
  song,
  artist_key,
  song_key,
  location_key,
  city,
  state,
  lat,
  lon,
  duration_seconds,
  least(duration_seconds, gap_seconds) AS listened_seconds,
  least(duration_seconds, gap_seconds) >= 30 AS is_stream,
  gap_seconds < 30 AND gap_seconds < duration_seconds AS is_skip,
  source_topic,
  source_partition,
  source_offset
FROM plays;

COMMENT ON COLUMN silver.timed_listens.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.timed_listens.date_part IS 'The UTC date of event_time. Filter by it: it decides which files are read.';
COMMENT ON COLUMN silver.timed_listens.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.timed_listens.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN silver.timed_listens.event_time IS 'When the song began, in UTC.';
COMMENT ON COLUMN silver.timed_listens.user_id IS 'The account that listened.';
COMMENT ON COLUMN silver.timed_listens.gender IS 'The user''s gender as the account states it.';
COMMENT ON COLUMN silver.timed_listens.level IS 'The level that the event itself carries: free or paid.';
COMMENT ON COLUMN silver.timed_listens.device IS 'The device family.';
COMMENT ON COLUMN silver.timed_listens.os IS 'The operating system family.';
COMMENT ON COLUMN silver.timed_listens.browser IS 'The browser family.';
COMMENT ON COLUMN silver.timed_listens.artist IS 'The artist''s name, repaired.';
COMMENT ON COLUMN silver.timed_listens.song IS 'The song''s title, repaired.';
COMMENT ON COLUMN silver.timed_listens.artist_key IS 'The key of dim_artists.';
COMMENT ON COLUMN silver.timed_listens.song_key IS 'The key of dim_songs.';
COMMENT ON COLUMN silver.timed_listens.location_key IS 'The key of dim_location; null where the event has no place.';
COMMENT ON COLUMN silver.timed_listens.city IS 'The city.';
COMMENT ON COLUMN silver.timed_listens.state IS 'The US state''s code.';
COMMENT ON COLUMN silver.timed_listens.lat IS 'Latitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.timed_listens.lon IS 'Longitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.timed_listens.duration_seconds IS 'The song''s length in seconds.';
COMMENT ON COLUMN silver.timed_listens.listened_seconds IS 'Seconds listened: the song''s length, or less where the session went on before its end; null for a session''s last play.';
COMMENT ON COLUMN silver.timed_listens.is_stream IS 'Whether at least 30 seconds were listened; null where that is not known.';
COMMENT ON COLUMN silver.timed_listens.is_skip IS 'Whether the play was cut before its end and before 30 seconds; null where that is not known.';
COMMENT ON COLUMN silver.timed_listens.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN silver.timed_listens.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN silver.timed_listens.source_offset IS 'The offset in that partition: with topic and partition, the row''s place in every layer.';
