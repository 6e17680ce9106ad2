-- A session can cross midnight, so the page before an attempt is looked up on its date and on the date before. Pages of another user
-- under the same session number do not count, and neither do pages of an older session that had the number: those with a silence of more
-- than an hour up to the attempt. No rule bounds the length of a song that a page view gives. It counts as a day at most, as that of a play.
-- grain: event_id
-- example: SELECT success, count(*) AS attempts FROM gold.fact_auth_attempt WHERE NOT is_repeat GROUP BY success ORDER BY success
CREATE OR REPLACE VIEW gold.fact_auth_attempt
COMMENT 'Logins and failed logins: one row for each row of silver.auth_attempts.'
AS
WITH
places AS (
  SELECT
    event_date AS date_part, session_id, item_in_session + 1 AS next_item, page, user_id, event_time,
    event_time + least(greatest(coalesce(duration_seconds, 0), 0), 86400) * INTERVAL '1' SECOND AS heard_until
  FROM silver.page_views
  UNION ALL
  SELECT
    event_date + INTERVAL '1' DAY, session_id, item_in_session + 1, page, user_id, event_time,
    event_time + least(greatest(coalesce(duration_seconds, 0), 0), 86400) * INTERVAL '1' SECOND
  FROM silver.page_views
),
repeats AS (
  SELECT DISTINCT attempts.event_date AS date_part, attempts.event_id
  FROM places
  JOIN silver.auth_attempts AS attempts
    ON attempts.event_date = places.date_part
    AND attempts.session_id = places.session_id
    AND attempts.item_in_session = places.next_item
    AND attempts.event_time BETWEEN places.event_time - INTERVAL '1' HOUR AND places.heard_until + INTERVAL '1' HOUR
  WHERE places.page <> 'Login' AND NOT coalesce(places.user_id <> attempts.user_id, false)
)
SELECT
  attempts.event_id,
  coalesce(lower(to_hex(md5(to_utf8(attempts.user_id)))), 'unknown') AS account_key,
  coalesce(attempts.location_key, 'unknown') AS location_key,
  CAST(date_format(attempts.event_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(attempts.event_time, '%Y%m%d') AS bigint) AS day_key,
  attempts.event_time,
  attempts.event_date AS date_part,
  attempts.user_id,
  attempts.session_id,
  attempts.item_in_session,
  attempts.success,
  repeats.event_id IS NOT NULL AS is_repeat,
  attempts.level,
  attempts.device,
  attempts.os,
  attempts.browser,
  coalesce(attempts.form, 'unknown') AS form,
  attempts.source_topic,
  attempts.source_partition,
  attempts.source_offset
FROM silver.auth_attempts AS attempts
LEFT JOIN repeats ON repeats.event_id = attempts.event_id AND repeats.date_part = attempts.event_date;

COMMENT ON COLUMN gold.fact_auth_attempt.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.fact_auth_attempt.account_key IS 'The key of dim_user; ''unknown'' if the event names nobody, such as eventsim''s failed logins.';
COMMENT ON COLUMN gold.fact_auth_attempt.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.fact_auth_attempt.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_auth_attempt.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_auth_attempt.event_time IS 'When it happened, in UTC.';
COMMENT ON COLUMN gold.fact_auth_attempt.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.fact_auth_attempt.user_id IS 'The account; null if the event names nobody, such as eventsim''s failed logins.';
COMMENT ON COLUMN gold.fact_auth_attempt.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.fact_auth_attempt.item_in_session IS 'The event''s place in its session, from 0.';
COMMENT ON COLUMN gold.fact_auth_attempt.success IS 'Whether the login succeeded.';
COMMENT ON COLUMN gold.fact_auth_attempt.is_repeat IS 'Whether it only repeats a login: at the place before it (item_in_session) there is a page view of its session, and that page is not Login. False if it has no place.';
COMMENT ON COLUMN gold.fact_auth_attempt.level IS 'The level in the event itself: free or paid.';
COMMENT ON COLUMN gold.fact_auth_attempt.device IS 'The device family.';
COMMENT ON COLUMN gold.fact_auth_attempt.os IS 'The operating system family.';
COMMENT ON COLUMN gold.fact_auth_attempt.browser IS 'The browser family.';
COMMENT ON COLUMN gold.fact_auth_attempt.form IS 'What the client runs on: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN gold.fact_auth_attempt.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN gold.fact_auth_attempt.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN gold.fact_auth_attempt.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
