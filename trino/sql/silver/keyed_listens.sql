-- fact_stream and wide_fact share this view, so neither computes dim_users twice.
-- It has every row of silver.listens exactly once, because a user's periods do not overlap, and an unknown value has the key of the
-- unknown member.
CREATE OR REPLACE VIEW silver.keyed_listens
COMMENT 'Listens with the keys of all dimensions, the event''s song and place, and the user''s names: one row for each row of silver.listens. Personal data.'
AS
SELECT
  plays.event_id,
  coalesce(users.user_key, 'unknown') AS user_key,
  coalesce(lower(to_hex(md5(to_utf8(plays.user_id)))), 'unknown') AS account_key,
  coalesce(plays.artist_key, 'unknown') AS artist_key,
  coalesce(plays.song_key, 'unknown') AS song_key,
  CAST(date_format(plays.event_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(plays.event_time, '%Y%m%d') AS bigint) AS day_key,
  coalesce(plays.location_key, 'unknown') AS location_key,
  plays.event_time,
  plays.date_part,
  plays.user_id,
  plays.session_id,
  plays.item_in_session,
  plays.level,
  plays.device,
  plays.os,
  plays.browser,
  plays.form,
  hour(at_timezone(with_timezone(plays.event_time, 'UTC'), zones.time_zone)) AS local_hour,
  plays.duration_seconds,
  plays.listened_seconds,
  plays.is_stream,
  plays.is_skip,
  plays.completion,
  plays.is_liked,
  plays.is_disliked,
  plays.artist,
  plays.song,
  plays.city,
  plays.state,
  plays.lat,
  plays.lon,
  users.first_name,
  users.last_name,
  users.gender,
  plays.source_topic,
  plays.source_partition,
  plays.source_offset
FROM silver.timed_listens AS plays
LEFT JOIN silver.state_zones AS zones ON zones.state = plays.state
LEFT JOIN silver.dim_users AS users
  ON users.user_id = plays.user_id
  AND plays.event_time >= users.valid_from
  AND plays.event_time < users.valid_to;

COMMENT ON COLUMN silver.keyed_listens.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN silver.keyed_listens.user_key IS 'The row of dim_user_level that was valid at event_time.';
COMMENT ON COLUMN silver.keyed_listens.artist_key IS 'The key of dim_artist.';
COMMENT ON COLUMN silver.keyed_listens.song_key IS 'The key of dim_song.';
COMMENT ON COLUMN silver.keyed_listens.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN silver.keyed_listens.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN silver.keyed_listens.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN silver.keyed_listens.event_time IS 'When the song began, in UTC.';
COMMENT ON COLUMN silver.keyed_listens.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN silver.keyed_listens.user_id IS 'The account that listened.';
COMMENT ON COLUMN silver.keyed_listens.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.keyed_listens.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN silver.keyed_listens.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN silver.keyed_listens.device IS 'The device family.';
COMMENT ON COLUMN silver.keyed_listens.os IS 'The operating system family.';
COMMENT ON COLUMN silver.keyed_listens.browser IS 'The browser family.';
COMMENT ON COLUMN silver.keyed_listens.form IS 'The kind of client: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN silver.keyed_listens.local_hour IS 'The hour of the day where the listener was, 0 to 23, by the zone of the event''s state (silver.state_zones); null if the state is not known, or is one of the Armed Forces (AA, AE, AP), which are no place.';
COMMENT ON COLUMN silver.keyed_listens.duration_seconds IS 'The song''s length in seconds, as the event gives it.';
COMMENT ON COLUMN silver.keyed_listens.account_key IS 'The key of dim_user.';
COMMENT ON COLUMN silver.keyed_listens.listened_seconds IS 'Seconds listened: the song''s length if it was played to its end, less if it was ended before; null if later events do not tell.';
COMMENT ON COLUMN silver.keyed_listens.is_stream IS 'Whether at least 30 seconds were listened; null if that is not known.';
COMMENT ON COLUMN silver.keyed_listens.is_skip IS 'Whether the play stopped before the song''s end and before 30 seconds; null if that is not known.';
COMMENT ON COLUMN silver.keyed_listens.completion IS 'The share of the song that was listened to, 0 to 1; null if it is not known.';
COMMENT ON COLUMN silver.keyed_listens.is_liked IS 'Whether the listener pressed Thumbs Up before the next song.';
COMMENT ON COLUMN silver.keyed_listens.is_disliked IS 'Whether the listener pressed Thumbs Down before the next song.';
COMMENT ON COLUMN silver.keyed_listens.artist IS 'The artist''s name, repaired.';
COMMENT ON COLUMN silver.keyed_listens.song IS 'The song''s title, repaired.';
COMMENT ON COLUMN silver.keyed_listens.city IS 'The city that the listener was in.';
COMMENT ON COLUMN silver.keyed_listens.state IS 'The US state''s code.';
COMMENT ON COLUMN silver.keyed_listens.lat IS 'Latitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.keyed_listens.lon IS 'Longitude in degrees, to 2 decimals.';
COMMENT ON COLUMN silver.keyed_listens.first_name IS 'The user''s first name. Personal data.';
COMMENT ON COLUMN silver.keyed_listens.last_name IS 'The user''s last name. Personal data.';
COMMENT ON COLUMN silver.keyed_listens.gender IS 'The user''s gender.';
COMMENT ON COLUMN silver.keyed_listens.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN silver.keyed_listens.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN silver.keyed_listens.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
