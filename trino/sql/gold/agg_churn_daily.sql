-- grain: date_part
-- example: SELECT date_part, active_paid_users, cancelled_paid_users, downgraded_users, round(downgrade_rate, 3) AS downgrade_rate FROM gold.agg_churn_daily ORDER BY date_part
CREATE OR REPLACE VIEW gold.agg_churn_daily
COMMENT 'Churn: one row for each UTC date with an active user or a status change. Bots are left out.'
AS
WITH
events AS (
  SELECT date_part, user_id, true AS is_active, is_on_paid, is_cancelled, false AS is_downgraded, false AS is_upgraded
  FROM silver.user_days
  UNION ALL
  SELECT event_date, user_id, false, false, false, to_level = 'free', to_level = 'paid'
  FROM silver.status_changes
  WHERE user_id IS NOT NULL AND form IS DISTINCT FROM 'bot'
),
users AS (
  SELECT
    date_part,
    user_id,
    bool_or(is_active) AS is_active,
    bool_or(is_on_paid) AS is_on_paid,
    bool_or(is_cancelled) AS is_cancelled,
    bool_or(is_downgraded) AS is_downgraded,
    bool_or(is_upgraded) AS is_upgraded
  FROM events
  GROUP BY date_part, user_id
),
counted AS (
  SELECT
    date_part,
    count_if(is_active) AS active_users,
    count_if(is_on_paid) AS active_paid_users,
    count_if(is_cancelled) AS cancelled_users,
    count_if(is_cancelled AND is_on_paid) AS cancelled_paid_users,
    count_if(is_downgraded) AS downgraded_users,
    count_if(is_upgraded) AS upgraded_users,
    count_if(is_downgraded AND is_on_paid) AS downgraded_of_paid
  FROM users
  GROUP BY date_part
)
SELECT
  date_part,
  active_users,
  active_paid_users,
  cancelled_users,
  cancelled_paid_users,
  downgraded_users,
  upgraded_users,
  CAST(cancelled_users AS double) / nullif(active_users, 0) AS cancellation_rate,
  CAST(downgraded_of_paid AS double) / nullif(active_paid_users, 0) AS downgrade_rate
FROM counted;

COMMENT ON COLUMN gold.agg_churn_daily.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_churn_daily.active_users IS 'Different users with a page view or a play; bots are left out.';
COMMENT ON COLUMN gold.agg_churn_daily.active_paid_users IS 'Active users with a page view or a play on the paid level. agg_accounts_daily has all accounts on it at the end of the day.';
COMMENT ON COLUMN gold.agg_churn_daily.cancelled_users IS 'Active users who cancelled their account: they saw Cancellation Confirmation or have the login state Cancelled. A user of whom that is seen on several dates counts on each of them; dim_user.cancelled_at has one date for each account.';
COMMENT ON COLUMN gold.agg_churn_daily.cancelled_paid_users IS 'cancelled_users with a page view or a play on the paid level on the date.';
COMMENT ON COLUMN gold.agg_churn_daily.downgraded_users IS 'Different users with a status change to free, active or not.';
COMMENT ON COLUMN gold.agg_churn_daily.upgraded_users IS 'Different users with a status change to paid, active or not.';
COMMENT ON COLUMN gold.agg_churn_daily.cancellation_rate IS 'cancelled_users / active_users, 0 to 1; null if nobody was active.';
COMMENT ON COLUMN gold.agg_churn_daily.downgrade_rate IS 'The share of active_paid_users who changed to free, 0 to 1; null if active_paid_users is 0.';
