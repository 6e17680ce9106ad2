-- grain: date_part, level
-- example: SELECT date_part, level, active_users, listeners, plays, round(hours, 1) AS hours FROM gold.agg_daily_activity WHERE level <> 'guest' ORDER BY date_part, level LIMIT 4
CREATE OR REPLACE VIEW gold.agg_daily_activity
COMMENT 'Activity by day: one row for each UTC date and level. A user who changes the level on a date counts under both.'
AS
WITH
activity AS (
  SELECT
    date_part, IF(user_id IS NULL, 'guest', coalesce(level, 'unknown')) AS level, user_id, session_id, form, true AS is_play,
    is_stream, is_skip, listened_seconds
  FROM silver.timed_listens
  UNION ALL
  SELECT
    event_date, IF(user_id IS NULL, 'guest', coalesce(level, 'unknown')), user_id, session_id, coalesce(form, 'unknown'), false,
    NULL, NULL, NULL
  FROM silver.page_views
)
SELECT
  date_part,
  level,
  count(DISTINCT user_id) FILTER (WHERE form <> 'bot') AS active_users,
  count(DISTINCT user_id) FILTER (WHERE is_play AND form <> 'bot') AS listeners,
  count(DISTINCT session_id) AS sessions,
  count_if(NOT is_play) AS page_views,
  count_if(is_play) AS plays,
  count_if(is_stream) AS streams,
  count_if(is_skip) AS skips,
  count(is_skip) AS timed_plays,
  coalesce(sum(listened_seconds), 0) / 3600 AS hours
FROM activity
GROUP BY date_part, level;

COMMENT ON COLUMN gold.agg_daily_activity.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_daily_activity.level IS 'The level in the events: free or paid; unknown if they carry none; guest if nobody is logged in, because the level in such an event belongs to nobody.';
COMMENT ON COLUMN gold.agg_daily_activity.active_users IS 'Different users with a page view or a play; bots are left out.';
COMMENT ON COLUMN gold.agg_daily_activity.listeners IS 'Different users with a play; bots are left out.';
COMMENT ON COLUMN gold.agg_daily_activity.sessions IS 'Different session numbers with a page view or a play, including guests'' sessions. Two sessions can have one number: fact_session tells them apart.';
COMMENT ON COLUMN gold.agg_daily_activity.page_views IS 'Page views, including NextSong.';
COMMENT ON COLUMN gold.agg_daily_activity.plays IS 'Plays, of any length.';
COMMENT ON COLUMN gold.agg_daily_activity.streams IS 'Plays with at least 30 listened seconds.';
COMMENT ON COLUMN gold.agg_daily_activity.skips IS 'Plays that stopped before the song''s end and before 30 seconds.';
COMMENT ON COLUMN gold.agg_daily_activity.timed_plays IS 'Plays whose listened seconds are known. Over several rows, sum(skips) * 1e0 / sum(timed_plays) is the skip rate.';
COMMENT ON COLUMN gold.agg_daily_activity.hours IS 'Hours listened. A play with an unknown end adds nothing.';
