-- Titles, names and places come from the event, because their keys are made from them. The parts of the hour come from the event's time.
-- The values are the same as with joins to the dimensions, but the view need not read all events.
-- grain: event_id
-- example: SELECT song_name, artist_name, count_if(completion = 1) AS completed FROM gold.wide_fact WHERE date_part BETWEEN DATE '2025-01-01' AND DATE '2025-01-03' AND city = 'Boston' GROUP BY song_name, artist_name ORDER BY completed DESC, song_name LIMIT 5
CREATE OR REPLACE VIEW gold.wide_fact
COMMENT 'Plays joined with all dimensions: one row for each row of fact_stream. The session''s next song and the pages Logout, Cancel and Cancellation Confirmation end a song. Other pages, such as Thumbs Up or Home, do not. Listened seconds are the time until the song was ended, but at most the song''s length. If that time is a second or less short of the length, the whole length counts. If nothing ended the song, the whole length counts if the session went on that long; otherwise listened seconds are not known. If a song plays over midnight (UTC), events from 01:00 on do not count. A stream is a play with at least 30 listened seconds. A skip is a play that stopped before the song''s end and before 30 seconds. A filter by date reads plays and page views of that date and the next one; the users'' dimension is read whole. Personal data.'
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
  plays.song AS song_name,
  plays.artist AS artist_name,
  coalesce(catalogue.duration_seconds, plays.duration_seconds) AS song_duration,
  plays.city,
  plays.state,
  states.state_name,
  plays.lat AS latitude,
  plays.lon AS longitude,
  date_trunc('hour', plays.event_time) AS date_hour,
  day(plays.event_time) AS day_of_month,
  day_of_week(plays.event_time) AS day_of_week,
  plays.account_key,
  plays.listened_seconds,
  plays.is_stream,
  plays.is_skip,
  plays.completion,
  plays.is_liked,
  plays.is_disliked,
  plays.day_key,
  plays.local_hour,
  plays.device,
  plays.os,
  plays.browser,
  plays.form,
  plays.source_topic,
  plays.source_partition,
  plays.source_offset
FROM silver.keyed_listens AS plays
LEFT JOIN silver.catalogue_songs AS catalogue ON catalogue.song_key = plays.song_key
LEFT JOIN silver.state_names AS states ON states.state = plays.state;

COMMENT ON COLUMN gold.wide_fact.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.wide_fact.user_key IS 'The row of dim_user_level that was valid at event_time.';
COMMENT ON COLUMN gold.wide_fact.artist_key IS 'The key of dim_artist.';
COMMENT ON COLUMN gold.wide_fact.song_key IS 'The key of dim_song.';
COMMENT ON COLUMN gold.wide_fact.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.wide_fact.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.wide_fact.event_time IS 'When the song began, in UTC.';
COMMENT ON COLUMN gold.wide_fact.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.wide_fact.user_id IS 'The account that listened.';
COMMENT ON COLUMN gold.wide_fact.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.wide_fact.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN gold.wide_fact.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
COMMENT ON COLUMN gold.wide_fact.first_name IS 'The user''s first name. Personal data.';
COMMENT ON COLUMN gold.wide_fact.last_name IS 'The user''s last name. Personal data.';
COMMENT ON COLUMN gold.wide_fact.gender IS 'The user''s gender.';
COMMENT ON COLUMN gold.wide_fact.song_name IS 'The song''s title, repaired.';
COMMENT ON COLUMN gold.wide_fact.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN gold.wide_fact.song_duration IS 'The song''s length in seconds, from the catalogue, or else from the event.';
COMMENT ON COLUMN gold.wide_fact.city IS 'The city that the listener was in.';
COMMENT ON COLUMN gold.wide_fact.state IS 'The US state''s code.';
COMMENT ON COLUMN gold.wide_fact.state_name IS 'The state''s name; null if the code is unknown.';
COMMENT ON COLUMN gold.wide_fact.latitude IS 'Degrees, to 2 decimals, from the event itself.';
COMMENT ON COLUMN gold.wide_fact.longitude IS 'Degrees, to 2 decimals, from the event itself.';
COMMENT ON COLUMN gold.wide_fact.date_hour IS 'The first instant of the hour, in UTC.';
COMMENT ON COLUMN gold.wide_fact.day_of_month IS '1 to 31.';
COMMENT ON COLUMN gold.wide_fact.day_of_week IS '1 is Monday, 7 is Sunday (ISO 8601).';
COMMENT ON COLUMN gold.wide_fact.account_key IS 'The key of dim_user.';
COMMENT ON COLUMN gold.wide_fact.listened_seconds IS 'Seconds listened: the song''s length if it was played to its end, less if it was ended before; null if later events do not tell.';
COMMENT ON COLUMN gold.wide_fact.is_stream IS 'Whether at least 30 seconds were listened; null if that is not known.';
COMMENT ON COLUMN gold.wide_fact.is_skip IS 'Whether the play stopped before the song''s end and before 30 seconds; null if that is not known.';
COMMENT ON COLUMN gold.wide_fact.completion IS 'The share of the song that was listened to, 0 to 1; null if it is not known.';
COMMENT ON COLUMN gold.wide_fact.is_liked IS 'Whether the listener pressed Thumbs Up before the next song.';
COMMENT ON COLUMN gold.wide_fact.is_disliked IS 'Whether the listener pressed Thumbs Down before the next song.';
COMMENT ON COLUMN gold.wide_fact.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.wide_fact.local_hour IS 'The hour of the day where the listener was, 0 to 23, by the zone of the event''s state (silver.state_zones); null if the state is not known, or is one of the Armed Forces (AA, AE, AP), which are no place.';
COMMENT ON COLUMN gold.wide_fact.device IS 'The device family.';
COMMENT ON COLUMN gold.wide_fact.os IS 'The operating system family.';
COMMENT ON COLUMN gold.wide_fact.browser IS 'The browser family.';
COMMENT ON COLUMN gold.wide_fact.form IS 'The kind of client: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN gold.wide_fact.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN gold.wide_fact.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN gold.wide_fact.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
