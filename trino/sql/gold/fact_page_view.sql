-- grain: event_id
-- example: SELECT page, count(*) AS views FROM gold.fact_page_view GROUP BY page ORDER BY views DESC, page LIMIT 5
CREATE OR REPLACE VIEW gold.fact_page_view
COMMENT 'Page views: one row for each row of silver.page_views.'
AS
SELECT
  event_id,
  coalesce(lower(to_hex(md5(to_utf8(user_id)))), 'unknown') AS account_key,
  coalesce(song_key, 'unknown') AS song_key,
  coalesce(location_key, 'unknown') AS location_key,
  CAST(date_format(event_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(event_time, '%Y%m%d') AS bigint) AS day_key,
  event_time,
  event_date AS date_part,
  user_id,
  session_id,
  item_in_session,
  page,
  method,
  status,
  auth,
  level,
  device,
  os,
  browser,
  coalesce(form, 'unknown') AS form,
  source_topic,
  source_partition,
  source_offset
FROM silver.page_views;

COMMENT ON COLUMN gold.fact_page_view.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.fact_page_view.account_key IS 'The key of dim_user; ''unknown'' if the event names nobody.';
COMMENT ON COLUMN gold.fact_page_view.song_key IS 'The key of dim_song; ''unknown'' for a page without a song.';
COMMENT ON COLUMN gold.fact_page_view.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.fact_page_view.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_page_view.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_page_view.event_time IS 'When the page was shown, in UTC.';
COMMENT ON COLUMN gold.fact_page_view.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.fact_page_view.user_id IS 'The account; null if the event names nobody.';
COMMENT ON COLUMN gold.fact_page_view.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.fact_page_view.item_in_session IS 'The page''s position in its session, from 0.';
COMMENT ON COLUMN gold.fact_page_view.page IS 'The page, such as Home or NextSong.';
COMMENT ON COLUMN gold.fact_page_view.method IS 'The HTTP method of the request.';
COMMENT ON COLUMN gold.fact_page_view.status IS 'The HTTP status of the answer, 100 to 599.';
COMMENT ON COLUMN gold.fact_page_view.auth IS 'The login state: Logged In, Logged Out, Guest or Cancelled.';
COMMENT ON COLUMN gold.fact_page_view.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN gold.fact_page_view.device IS 'The device family.';
COMMENT ON COLUMN gold.fact_page_view.os IS 'The operating system family.';
COMMENT ON COLUMN gold.fact_page_view.browser IS 'The browser family.';
COMMENT ON COLUMN gold.fact_page_view.form IS 'What the client runs on: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN gold.fact_page_view.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN gold.fact_page_view.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN gold.fact_page_view.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
