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
  coalesce(sum(listened_seconds), 0) / 3600 AS hours
FROM activity
GROUP BY date_part, level;

COMMENT ON COLUMN gold.agg_daily_activity.date_part IS 'The UTC date. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.agg_daily_activity.level IS 'The level that the events carry: free or paid; unknown where they carry none; guest where nobody is logged in, because what such an event carries is nobody''s level.';
COMMENT ON COLUMN gold.agg_daily_activity.active_users IS 'Different users with a page view or a play; bots are left out.';
COMMENT ON COLUMN gold.agg_daily_activity.listeners IS 'Different users with a play; bots are left out.';
COMMENT ON COLUMN gold.agg_daily_activity.sessions IS 'Different session numbers with a page view or a play, those of guests among them. fact_session has the sessions: it tells two under one number apart.';
COMMENT ON COLUMN gold.agg_daily_activity.page_views IS 'Page views, NextSong among them.';
COMMENT ON COLUMN gold.agg_daily_activity.plays IS 'Plays, of any length.';
COMMENT ON COLUMN gold.agg_daily_activity.streams IS 'Plays of which at least 30 seconds were listened.';
COMMENT ON COLUMN gold.agg_daily_activity.skips IS 'Plays that were ended before their end and before 30 seconds.';
COMMENT ON COLUMN gold.agg_daily_activity.hours IS 'Hours listened. A play whose end nobody knows adds nothing.';
