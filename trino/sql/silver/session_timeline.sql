-- Only this view lists the pages that end a song. On all other pages the song goes on. eventsim does the same: its next song begins when the
-- current one is over, whatever pages came in between.
-- A play also has a page view NextSong, which a producer may write before or after it, maybe with other pages between. That page view has the
-- play's place in the session, or is within a second of it. It ends nothing, because the play itself does. If a listener skips
-- faster than page views arrive, it comes after the next play, but its place is before that play's. If a client tells of its pages before its
-- plays, it comes before the play before its own: then its place is that of one of the next plays. A NextSong without a play ends the song
-- before it, too.
-- Events of one instant and place are in the order in which they came, so that each query has the same order.
-- The windows are by date, so a filter by date applies to the files. Events after a midnight come from the first hour of the following
-- date. Frames grow by one row at a time, from either end, or have a limit. So the cost of a session grows with its events, not with
-- their square, even if a producer writes all events under one number.
CREATE OR REPLACE VIEW silver.session_timeline
COMMENT 'Page views and plays in the order of their session, each with what followed it there: one row for each row of silver.page_views and of silver.listens. A session is the activity of one user under one session number, without a silence of more than an hour. While a song plays, there is no silence; its whole length counts, even if it was ended before. An event without a user gets the user of the last earlier event with the same session number that has a user. If there is none, it gets the user of the first later one. The next song and the pages Logout, Cancel and Cancellation Confirmation end a song; no other page does. The view also reads the first hour of the following date.'
AS
WITH
events AS (
  SELECT
    event_date AS date_part, true AS is_own, session_id, event_time, item_in_session, coalesce(item_in_session, -1) AS item, 0 AS kind,
    event_id, user_id, level, device, os, browser, form, page, CAST(NULL AS varchar) AS artist, CAST(NULL AS varchar) AS song,
    CAST(NULL AS varchar) AS artist_key, CAST(NULL AS varchar) AS song_key, location_key,
    CAST(NULL AS double) AS duration_seconds, gender, city, state, lat, lon,
    source_topic, source_partition, source_offset
  FROM silver.page_views
  UNION ALL
  SELECT
    event_date, true, session_id, event_time, item_in_session, coalesce(item_in_session, -1), 1, event_id, user_id, level,
    device, os, browser, form, NULL, artist, song,
    artist_key, song_key, location_key,
    duration_seconds, gender, city, state, lat, lon,
    source_topic, source_partition, source_offset
  FROM silver.listens
  UNION ALL
  SELECT
    event_date - INTERVAL '1' DAY, false, session_id, event_time, NULL, coalesce(item_in_session, -1), 0, event_id, user_id, NULL,
    NULL, NULL, NULL, NULL, page, NULL, NULL,
    NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, source_partition, source_offset
  FROM silver.page_views
  WHERE hour(event_time) = 0
  UNION ALL
  SELECT
    event_date - INTERVAL '1' DAY, false, session_id, event_time, NULL, coalesce(item_in_session, -1), 1, event_id, user_id, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL,
    duration_seconds, NULL, NULL, NULL, NULL, NULL,
    NULL, source_partition, source_offset
  FROM silver.listens
  WHERE hour(event_time) = 0
),
named_events AS (
  SELECT
    *,
    coalesce(
      user_id,
      last_value(user_id) IGNORE NULLS OVER (in_number ROWS 100 PRECEDING),
      first_value(user_id) IGNORE NULLS OVER (in_number ROWS BETWEEN CURRENT ROW AND 100 FOLLOWING)
    ) AS listener_id
  FROM events
  WINDOW in_number AS (PARTITION BY date_part, session_id ORDER BY event_time, item, kind, user_id)
),
ordered_events AS (
  SELECT
    *,
    row_number() OVER in_order AS place,
    lag(event_time) OVER in_order AS previous_time,
    max(event_time + coalesce(duration_seconds, 0) * INTERVAL '1' SECOND)
      OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS heard_until,
    max(IF(kind = 1, event_time)) OVER (in_order ROWS UNBOUNDED PRECEDING) AS previous_play,
    last_value(IF(kind = 1, item)) IGNORE NULLS OVER (in_order ROWS BETWEEN 100 PRECEDING AND 1 PRECEDING) AS previous_item,
    first_value(IF(kind = 1, event_time)) IGNORE NULLS OVER (in_order ROWS BETWEEN 1 FOLLOWING AND 100 FOLLOWING) AS next_play,
    first_value(IF(kind = 1, item)) IGNORE NULLS OVER (in_order ROWS BETWEEN 1 FOLLOWING AND 100 FOLLOWING) AS next_item,
    max(IF(kind = 1, item)) OVER (in_order ROWS BETWEEN 1 FOLLOWING AND 10 FOLLOWING) AS coming_item
  FROM named_events
  WINDOW in_order AS (
    PARTITION BY date_part, session_id, listener_id
    ORDER BY event_time, item, kind, source_partition, source_offset
  )
),
marked_events AS (
  SELECT
    *,
    coalesce(event_time > heard_until + INTERVAL '1' HOUR, false) AS begins_session,
    kind = 1
      OR page IN ('Logout', 'Cancel', 'Cancellation Confirmation')
      OR page = 'NextSong' AND NOT coalesce(
        item >= 0 AND (item <= previous_item OR item = next_item OR item BETWEEN next_item AND coming_item)
          OR event_time <= previous_play + INTERVAL '1' SECOND
          OR event_time >= next_play - INTERVAL '1' SECOND,
        false) AS ends_song
  FROM ordered_events
),
followed_events AS (
  SELECT
    *,
    min(IF(ends_song, event_time)) OVER afterwards AS next_end,
    min(IF(kind = 1 OR page = 'NextSong' AND ends_song OR begins_session, place)) OVER afterwards AS next_part,
    min(IF(page = 'Thumbs Up', place)) OVER afterwards AS thumbs_up,
    min(IF(page = 'Thumbs Down', place)) OVER afterwards AS thumbs_down,
    min(IF(begins_session, event_time)) OVER afterwards AS next_session,
    min(IF(begins_session, previous_time)) OVER afterwards AS last_time_before,
    max(event_time) OVER (in_reverse ROWS UNBOUNDED PRECEDING) AS last_time
  FROM marked_events
  WINDOW
    in_reverse AS (PARTITION BY date_part, session_id, listener_id ORDER BY place DESC),
    afterwards AS (in_reverse ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT
  event_id,
  date_part,
  session_id,
  item_in_session,
  event_time,
  kind = 1 AS is_play,
  listener_id,
  IF(next_session IS NULL OR next_end < next_session, next_end) AS song_end,
  coalesce(last_time_before, last_time) AS session_last_time,
  coalesce(thumbs_up < next_part, thumbs_up IS NOT NULL) AS is_liked,
  coalesce(thumbs_down < next_part, thumbs_down IS NOT NULL) AS is_disliked,
  user_id,
  gender,
  level,
  device,
  os,
  browser,
  coalesce(form, 'unknown') AS form,
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
FROM followed_events
WHERE is_own;

COMMENT ON COLUMN silver.session_timeline.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.session_timeline.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read: those of this date and the next one.';
COMMENT ON COLUMN silver.session_timeline.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.session_timeline.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN silver.session_timeline.event_time IS 'When it happened, in UTC.';
COMMENT ON COLUMN silver.session_timeline.is_play IS 'Whether it is a play; otherwise it is a page view. eventsim also sends a page view NextSong for each play, at the same position.';
COMMENT ON COLUMN silver.session_timeline.listener_id IS 'The session''s user: the event''s own, or else that of the last earlier event with the same session number that has a user, or else that of the first later one; null if no event has one.';
COMMENT ON COLUMN silver.session_timeline.song_end IS 'When the next play, or a page that ends a song, came in the same session, in UTC; null if none did.';
COMMENT ON COLUMN silver.session_timeline.session_last_time IS 'The session''s last event, in UTC, on the same date or in the first hour of the following one.';
COMMENT ON COLUMN silver.session_timeline.is_liked IS 'For a play: whether Thumbs Up came before the next song.';
COMMENT ON COLUMN silver.session_timeline.is_disliked IS 'For a play: whether Thumbs Down came before the next song.';
COMMENT ON COLUMN silver.session_timeline.user_id IS 'The account; null if the event names nobody.';
COMMENT ON COLUMN silver.session_timeline.gender IS 'The user''s gender as the account states it.';
COMMENT ON COLUMN silver.session_timeline.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN silver.session_timeline.device IS 'The device family.';
COMMENT ON COLUMN silver.session_timeline.os IS 'The operating system family.';
COMMENT ON COLUMN silver.session_timeline.browser IS 'The browser family.';
COMMENT ON COLUMN silver.session_timeline.form IS 'The kind of client, such as phone or tv; bot for a program; unknown if it is not known.';
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
COMMENT ON COLUMN silver.session_timeline.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
