-- grain: date_part
-- example: SELECT date_part, active_users, cancelled_users, downgraded_users FROM gold.agg_churn_daily ORDER BY date_part
CREATE OR REPLACE VIEW gold.agg_churn_daily
COMMENT 'Who leaves: one row for each UTC date with a page view or a change of level.'
AS
WITH
events AS (
  SELECT
    event_date AS date_part, user_id, level = 'paid' AS is_paid,
    page = 'Cancellation Confirmation' AS is_cancelled, false AS is_downgraded, false AS is_upgraded
  FROM silver.page_views
  UNION ALL
  SELECT event_date, user_id, from_level = 'paid', false, to_level = 'free', to_level = 'paid'
  FROM silver.status_changes
),
counted AS (
  SELECT
    date_part,
    count(DISTINCT user_id) AS active_users,
    count(DISTINCT user_id) FILTER (WHERE is_paid) AS paid_users,
    count(DISTINCT user_id) FILTER (WHERE is_cancelled) AS cancelled_users,
    count(DISTINCT user_id) FILTER (WHERE is_downgraded) AS downgraded_users,
    count(DISTINCT user_id) FILTER (WHERE is_upgraded) AS upgraded_users
  FROM events
  GROUP BY date_part
)
SELECT
  date_part,
  active_users,
  paid_users,
  cancelled_users,
  downgraded_users,
  upgraded_users,
  CAST(cancelled_users AS double) / nullif(active_users, 0) AS cancellation_rate,
  CAST(downgraded_users AS double) / nullif(paid_users, 0) AS downgrade_rate
FROM counted;

COMMENT ON COLUMN gold.agg_churn_daily.date_part IS 'The UTC date. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.agg_churn_daily.active_users IS 'Different users with a page view or a change of level.';
COMMENT ON COLUMN gold.agg_churn_daily.paid_users IS 'Those of them with such an event on the paid level.';
COMMENT ON COLUMN gold.agg_churn_daily.cancelled_users IS 'Different users who saw Cancellation Confirmation: their account is gone.';
COMMENT ON COLUMN gold.agg_churn_daily.downgraded_users IS 'Different users whose level changed to free.';
COMMENT ON COLUMN gold.agg_churn_daily.upgraded_users IS 'Different users whose level changed to paid.';
COMMENT ON COLUMN gold.agg_churn_daily.cancellation_rate IS 'cancelled_users / active_users, 0 to 1; null where nobody was active.';
COMMENT ON COLUMN gold.agg_churn_daily.downgrade_rate IS 'downgraded_users / paid_users, 0 to 1; null where nobody was on paid.';
