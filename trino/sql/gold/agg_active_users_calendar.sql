-- grain: period, first_date
-- example: SELECT period, first_date, active_users, listeners, new_users FROM gold.agg_active_users_calendar WHERE period = 'month' ORDER BY first_date
CREATE OR REPLACE VIEW gold.agg_active_users_calendar
COMMENT 'Active users by calendar week and month: one row for each week and month with an active user. The view reads all dates, because it must know who is new.'
AS
WITH
visits AS (
  SELECT date_part, user_id, has_play, min(date_part) OVER (PARTITION BY user_id) AS first_visit
  FROM silver.user_days
),
user_periods AS (
  SELECT period, first_date, user_id, bool_or(has_play) AS has_play, bool_or(date_part = first_visit) AS is_new
  FROM visits
  CROSS JOIN UNNEST(
    ARRAY['week', 'month'],
    ARRAY[date_trunc('week', date_part), date_trunc('month', date_part)]
  ) AS periods (period, first_date)
  GROUP BY period, first_date, user_id
)
SELECT
  period,
  first_date,
  count(*) AS active_users,
  count_if(has_play) AS listeners,
  count_if(is_new) AS new_users,
  count_if(NOT is_new) AS returning_users
FROM user_periods
GROUP BY period, first_date;

COMMENT ON COLUMN gold.agg_active_users_calendar.period IS 'week (ISO 8601, from Monday) or month.';
COMMENT ON COLUMN gold.agg_active_users_calendar.first_date IS 'Its first UTC date.';
COMMENT ON COLUMN gold.agg_active_users_calendar.active_users IS 'Different users with a page view or a play in the period; bots are left out.';
COMMENT ON COLUMN gold.agg_active_users_calendar.listeners IS 'Active users with a play.';
COMMENT ON COLUMN gold.agg_active_users_calendar.new_users IS 'Active users with their very first page view or play in the period.';
COMMENT ON COLUMN gold.agg_active_users_calendar.returning_users IS 'The other active users: active_users less new_users.';
