-- grain: event_id
-- example: SELECT date_part, count(*) AS plays, count_if(is_stream) AS streams, count_if(is_skip) AS skips FROM gold.fact_stream GROUP BY date_part ORDER BY date_part
CREATE OR REPLACE VIEW gold.fact_stream
COMMENT 'Plays: one row for each row of silver.listens. The session''s next song and the pages Logout, Cancel and Cancellation Confirmation end a song. Other pages, such as Thumbs Up or Home, do not. Listened seconds are the time until the song was ended, but at most the song''s length. If that time is a second or less short of the length, the whole length counts. If nothing ended the song, the whole length counts if the session went on that long; otherwise listened seconds are not known. If a song plays over midnight (UTC), events from 01:00 on do not count. A stream is a play with at least 30 listened seconds. A skip is a play that stopped before the song''s end and before 30 seconds. A filter by date reads plays and page views of that date and the next one; the users'' dimension is read whole.'
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
  item_in_session,
  level,
  duration_seconds,
  account_key,
  listened_seconds,
  is_stream,
  is_skip,
  completion,
  is_liked,
  is_disliked,
  day_key,
  local_hour,
  device,
  os,
  browser,
  form,
  source_topic,
  source_partition,
  source_offset
FROM silver.keyed_listens;

COMMENT ON COLUMN gold.fact_stream.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.fact_stream.user_key IS 'The row of dim_user_level that was valid at event_time.';
COMMENT ON COLUMN gold.fact_stream.artist_key IS 'The key of dim_artist.';
COMMENT ON COLUMN gold.fact_stream.song_key IS 'The key of dim_song.';
COMMENT ON COLUMN gold.fact_stream.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_stream.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.fact_stream.event_time IS 'When the song began, in UTC.';
COMMENT ON COLUMN gold.fact_stream.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.fact_stream.user_id IS 'The account that listened.';
COMMENT ON COLUMN gold.fact_stream.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.fact_stream.item_in_session IS 'The play''s position in its session, from 0. eventsim gives its page view NextSong the same position.';
COMMENT ON COLUMN gold.fact_stream.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN gold.fact_stream.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
COMMENT ON COLUMN gold.fact_stream.account_key IS 'The key of dim_user.';
COMMENT ON COLUMN gold.fact_stream.listened_seconds IS 'Seconds listened: the song''s length if it was played to its end, less if it was ended before; null if later events do not tell.';
COMMENT ON COLUMN gold.fact_stream.is_stream IS 'Whether at least 30 seconds were listened; null if that is not known.';
COMMENT ON COLUMN gold.fact_stream.is_skip IS 'Whether the play stopped before the song''s end and before 30 seconds; null if that is not known.';
COMMENT ON COLUMN gold.fact_stream.completion IS 'The share of the song that was listened to, 0 to 1; null if it is not known.';
COMMENT ON COLUMN gold.fact_stream.is_liked IS 'Whether the listener pressed Thumbs Up before the next song.';
COMMENT ON COLUMN gold.fact_stream.is_disliked IS 'Whether the listener pressed Thumbs Down before the next song.';
COMMENT ON COLUMN gold.fact_stream.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_stream.local_hour IS 'The hour of the day where the listener was, 0 to 23, by the zone of the event''s state (silver.state_zones); null if the state is not known, or is one of the Armed Forces (AA, AE, AP), which are no place.';
COMMENT ON COLUMN gold.fact_stream.device IS 'The device family.';
COMMENT ON COLUMN gold.fact_stream.os IS 'The operating system family.';
COMMENT ON COLUMN gold.fact_stream.browser IS 'The browser family.';
COMMENT ON COLUMN gold.fact_stream.form IS 'The kind of client: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN gold.fact_stream.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN gold.fact_stream.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN gold.fact_stream.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
