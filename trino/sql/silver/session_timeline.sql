-- A play's own page view stands before it, at the same time and place, so what follows a play is another page or play.
-- The window is by date, so that a filter by date reaches the files; what lies beyond midnight comes in as one row for each
-- session: its first page view on the following date. Duplicated session numbers, months apart, can therefore not meet.
CREATE OR REPLACE VIEW silver.session_timeline
COMMENT 'Page views and plays in the order of their session, each with the time of what followed: one row for each row of silver.page_views and of silver.listens. Two users under one session number on one date are one session.'
AS
WITH
events AS (
  SELECT
    event_date AS date_part, session_id, event_time, item_in_session, 0 AS kind, event_id, user_id, level,
    device, os, browser, CAST(NULL AS varchar) AS artist, CAST(NULL AS varchar) AS song,
    CAST(NULL AS varchar) AS artist_key, CAST(NULL AS varchar) AS song_key, location_key,
    CAST(NULL AS double) AS duration_seconds, gender, city, state, lat, lon,
    source_topic, source_partition, source_offset
  FROM silver.page_views
  UNION ALL
  SELECT
    event_date, session_id, event_time, item_in_session, 1, event_id, user_id, level,
    device, os, browser, artist, song,
    artist_key, song_key, location_key,
    duration_seconds, gender, city, state, lat, lon,
    source_topic, source_partition, source_offset
  FROM silver.listens
  UNION ALL
  SELECT
    event_date - INTERVAL '1' DAY, session_id, min(event_time), NULL, 2, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
  FROM silver.page_views
  GROUP BY event_date, session_id
),
followed AS (
  SELECT
    date_part, session_id, event_time, item_in_session, kind, event_id, user_id, level,
    device, os, browser, artist, song, artist_key, song_key, location_key,
    duration_seconds, gender, city, state, lat, lon, source_topic, source_partition, source_offset,
    lead(event_time) OVER (
      PARTITION BY date_part, session_id
      ORDER BY event_time, item_in_session, kind
    ) AS next_event_time
  FROM events
)
SELECT
  event_id,
  date_part,
  session_id,
  item_in_session,
  event_time,
  kind = 1 AS is_play,
  next_event_time,
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
  source_topic,
  source_partition,
  source_offset
FROM followed
WHERE kind < 2;

COMMENT ON COLUMN silver.session_timeline.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.session_timeline.date_part IS 'The UTC date of event_time. Filter by it: it decides which files are read, this date''s and the next one''s page views.';
COMMENT ON COLUMN silver.session_timeline.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.session_timeline.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN silver.session_timeline.event_time IS 'When it happened, in UTC.';
COMMENT ON COLUMN silver.session_timeline.is_play IS 'Whether it is a play; else it is a page view. A play has a page view of its own, NextSong, at the same place.';
COMMENT ON COLUMN silver.session_timeline.next_event_time IS 'When the session went on, in UTC, at the latest on the following date; null where it did not.';
COMMENT ON COLUMN silver.session_timeline.user_id IS 'The account; null for guests and whoever is logged out.';
COMMENT ON COLUMN silver.session_timeline.gender IS 'The user''s gender as the account states it.';
COMMENT ON COLUMN silver.session_timeline.level IS 'The level that the event itself carries: free or paid.';
COMMENT ON COLUMN silver.session_timeline.device IS 'The device family.';
COMMENT ON COLUMN silver.session_timeline.os IS 'The operating system family.';
COMMENT ON COLUMN silver.session_timeline.browser IS 'The browser family.';
COMMENT ON COLUMN silver.session_timeline.artist IS 'The artist''s name; null for a page view.';
COMMENT ON COLUMN silver.session_timeline.song IS 'The song''s title; null for a page view.';
COMMENT ON COLUMN silver.session_timeline.artist_key IS 'The key of dim_artists; null for a page view.';
COMMENT ON COLUMN silver.session_timeline.song_key IS 'The key of dim_songs; null for a page view.';
COMMENT ON COLUMN silver.session_timeline.location_key IS 'The key of dim_location; null where the event has no place.';
COMMENT ON COLUMN silver.session_timeline.city IS 'The city.';
COMMENT ON COLUMN silver.session_timeline.state IS 'The US state''s code.';
COMMENT ON COLUMN silver.session_timeline.lat IS 'Latitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.session_timeline.lon IS 'Longitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.session_timeline.duration_seconds IS 'The song''s length in seconds; null for a page view.';
COMMENT ON COLUMN silver.session_timeline.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN silver.session_timeline.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN silver.session_timeline.source_offset IS 'The offset in that partition: with topic and partition, the row''s place in every layer.';
