-- grain: event_id
-- example: SELECT from_level, to_level, count(*) AS changes, round(avg(days_in_previous), 2) AS days FROM gold.fact_level_change GROUP BY from_level, to_level ORDER BY from_level
CREATE OR REPLACE VIEW gold.fact_level_change
COMMENT 'Changes of the subscription level: one row for each row of silver.status_changes. A filter by date reads that date''s changes only; the users'' dimension is read whole.'
AS
WITH
-- The period on a level that lasted until the change. A user's periods do not overlap, so there is at most one.
previous AS (
  SELECT changes.event_date AS date_part, changes.event_id, max(users.valid_from) AS valid_from
  FROM silver.dim_users AS users
  JOIN silver.status_changes AS changes
    ON changes.user_id = users.user_id
    AND changes.from_level = users.level
    AND changes.event_time > users.valid_from
    AND changes.event_time <= users.valid_to
  GROUP BY changes.event_date, changes.event_id
)
SELECT
  changes.event_id,
  coalesce(lower(to_hex(md5(to_utf8(changes.user_id)))), 'unknown') AS account_key,
  coalesce(changes.location_key, 'unknown') AS location_key,
  CAST(date_format(changes.event_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(changes.event_time, '%Y%m%d') AS bigint) AS day_key,
  changes.event_time,
  changes.event_date AS date_part,
  changes.user_id,
  changes.session_id,
  changes.from_level,
  changes.to_level,
  changes.change_type,
  date_diff('millisecond', previous.valid_from, changes.event_time) / 86400000e0 AS days_in_previous,
  changes.device,
  changes.os,
  changes.browser,
  coalesce(changes.form, 'unknown') AS form,
  changes.source_topic,
  changes.source_partition,
  changes.source_offset
FROM silver.status_changes AS changes
LEFT JOIN previous ON previous.event_id = changes.event_id AND previous.date_part = changes.event_date;

COMMENT ON COLUMN gold.fact_level_change.event_id IS 'The event''s id, as in every layer.';
COMMENT ON COLUMN gold.fact_level_change.account_key IS 'The key of dim_user.';
COMMENT ON COLUMN gold.fact_level_change.location_key IS 'The key of dim_location.';
COMMENT ON COLUMN gold.fact_level_change.date_key IS 'The hour as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_level_change.day_key IS 'The UTC date as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_level_change.event_time IS 'When it happened, in UTC.';
COMMENT ON COLUMN gold.fact_level_change.date_part IS 'The UTC date of event_time. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.fact_level_change.user_id IS 'The account.';
COMMENT ON COLUMN gold.fact_level_change.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.fact_level_change.from_level IS 'The level before: free or paid; null if the event does not tell it.';
COMMENT ON COLUMN gold.fact_level_change.to_level IS 'The level after; null if the event does not tell it.';
COMMENT ON COLUMN gold.fact_level_change.change_type IS 'upgrade, downgrade, or the producer''s own word; null if the event does not tell it.';
COMMENT ON COLUMN gold.fact_level_change.days_in_previous IS 'Days, with a fraction, that the user had been on the level before, counted from dim_user_level.valid_from. For a user''s first level that is the first event. Null if the event does not tell the level before, or if the user was not on it just before the change, as far as earlier events and changes tell.';
COMMENT ON COLUMN gold.fact_level_change.device IS 'The device family.';
COMMENT ON COLUMN gold.fact_level_change.os IS 'The operating system family.';
COMMENT ON COLUMN gold.fact_level_change.browser IS 'The browser family.';
COMMENT ON COLUMN gold.fact_level_change.form IS 'What the client runs on: phone, tablet, desktop, tv, speaker, console, car, watch, headset, bot or unknown.';
COMMENT ON COLUMN gold.fact_level_change.source_topic IS 'The raw topic that the row came from.';
COMMENT ON COLUMN gold.fact_level_change.source_partition IS 'The raw topic''s partition.';
COMMENT ON COLUMN gold.fact_level_change.source_offset IS 'The offset in that partition. Topic, partition and offset together identify the row in every layer, unless the raw topic was created again.';
