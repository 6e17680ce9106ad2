-- All counts of active users use these rows, except gold.agg_daily_activity, which counts by the level of each event. A user is active on
-- a date with a page view or a play of any length, on any client except a bot. Guests are not counted. A login, a status change, or a page
-- without a user makes nobody active.
CREATE OR REPLACE VIEW silver.user_days
COMMENT 'Active users by day: one row for each UTC date and user with a page view or a play. Bots are left out.'
AS
WITH
events AS (
  SELECT event_date AS date_part, user_id, true AS is_play, level, auth = 'Cancelled' AS is_cancelled
  FROM silver.listens
  WHERE user_id IS NOT NULL AND form IS DISTINCT FROM 'bot'
  UNION ALL
  SELECT event_date, user_id, false, level, page = 'Cancellation Confirmation' OR auth = 'Cancelled'
  FROM silver.page_views
  WHERE user_id IS NOT NULL AND form IS DISTINCT FROM 'bot'
)
SELECT
  date_part,
  user_id,
  bool_or(is_play) AS has_play,
  coalesce(bool_or(level = 'free'), false) AS is_on_free,
  coalesce(bool_or(level = 'paid'), false) AS is_on_paid,
  coalesce(bool_or(is_cancelled), false) AS is_cancelled
FROM events
GROUP BY date_part, user_id;

COMMENT ON COLUMN silver.user_days.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN silver.user_days.user_id IS 'The account.';
COMMENT ON COLUMN silver.user_days.has_play IS 'Whether there was a play: then the user is a listener.';
COMMENT ON COLUMN silver.user_days.is_on_free IS 'Whether a page view or a play has the level free.';
COMMENT ON COLUMN silver.user_days.is_on_paid IS 'Whether a page view or a play has the level paid.';
COMMENT ON COLUMN silver.user_days.is_cancelled IS 'Whether there was the page Cancellation Confirmation or the login state Cancelled.';
