-- A song that ends a second early or less counts as played to its end, because producers cut times and lengths to whole seconds.
-- If nothing ended the song, but its session went on to the song's end, it counts as played to its end, too. If the session was over
-- before, nobody knows when the listener stopped.
CREATE OR REPLACE VIEW silver.timed_listens
COMMENT 'Listens with their listened seconds: one row for each row of silver.listens.'
AS
WITH
plays AS (
  SELECT
    event_id, date_part, session_id, item_in_session, event_time, user_id, gender, level, device, os, browser, form,
    artist, song, artist_key, song_key, location_key, city, state, lat, lon, duration_seconds, is_liked, is_disliked,
    source_topic, source_partition, source_offset,
    date_diff('millisecond', event_time, song_end) / 1000e0 AS gap_seconds,
    date_diff('millisecond', event_time, session_last_time) / 1000e0 AS session_seconds
  FROM silver.session_timeline
  WHERE is_play
),
ended_plays AS (
  SELECT
    *,
    CASE
      WHEN coalesce(gap_seconds, session_seconds) >= duration_seconds - 1 THEN duration_seconds
      ELSE gap_seconds
    END AS listened_seconds
  FROM plays
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
  form,
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
  listened_seconds,
  listened_seconds / duration_seconds AS completion,
  listened_seconds >= 30 AS is_stream,
  listened_seconds < 30 AND listened_seconds < duration_seconds AS is_skip,
  is_liked,
  is_disliked,
  source_topic,
  source_partition,
  source_offset
FROM ended_plays;

COMMENT ON COLUMN silver.timed_listens.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.timed_listens.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN silver.timed_listens.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.timed_listens.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN silver.timed_listens.event_time IS 'When the song began, in UTC.';
COMMENT ON COLUMN silver.timed_listens.user_id IS 'The account that listened.';
COMMENT ON COLUMN silver.timed_listens.gender IS 'The user''s gender as the account states it.';
COMMENT ON COLUMN silver.timed_listens.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN silver.timed_listens.device IS 'The device family.';
COMMENT ON COLUMN silver.timed_listens.os IS 'The operating system family.';
COMMENT ON COLUMN silver.timed_listens.browser IS 'The browser family.';
COMMENT ON COLUMN silver.timed_listens.form IS 'The kind of client: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
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
COMMENT ON COLUMN silver.timed_listens.listened_seconds IS 'Seconds listened: the song''s length if it was played to its end, less if it was ended before; null if later events do not tell.';
COMMENT ON COLUMN silver.timed_listens.completion IS 'The share of the song that was listened to, 0 to 1; null if it is not known.';
COMMENT ON COLUMN silver.timed_listens.is_stream IS 'Whether at least 30 seconds were listened; null if that is not known.';
COMMENT ON COLUMN silver.timed_listens.is_skip IS 'Whether the play stopped before the song''s end and before 30 seconds; null if that is not known.';
COMMENT ON COLUMN silver.timed_listens.is_liked IS 'Whether the listener pressed Thumbs Up before the next song.';
COMMENT ON COLUMN silver.timed_listens.is_disliked IS 'Whether the listener pressed Thumbs Down before the next song.';
COMMENT ON COLUMN silver.timed_listens.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN silver.timed_listens.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN silver.timed_listens.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
