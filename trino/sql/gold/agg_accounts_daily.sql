-- Each period of a user on a level is one step up on its first date, and one step down on the date on which it ends or the account is
-- cancelled. The sum over time is the number of accounts on the level at the end of a date.
-- Dates come by months, because sequence() makes 10,000 entries at most.
-- grain: date_part
-- example: SELECT date_part, free_users, paid_users FROM gold.agg_accounts_daily WHERE date_part BETWEEN DATE '2025-01-01' AND DATE '2025-01-04' ORDER BY date_part
CREATE OR REPLACE VIEW gold.agg_accounts_daily
COMMENT 'Accounts at the end of each day: one row for each UTC date from the first event that names a user to today. Accounts that were not active on the date count, too. Levels are those of dim_user_level. An account counts up to the date before it was cancelled (dim_user.cancelled_at). If it came back with a login, it counts for the time between, too. The view is made from the users'' dimension, so a filter by date reads all dates, too.'
AS
WITH
times AS (
  SELECT
    level,
    CAST(valid_from AS date) AS from_date,
    CAST(least(valid_to, coalesce(cancelled_at, valid_to)) AS date) AS to_date
  FROM silver.dim_users
  WHERE user_id IS NOT NULL AND (cancelled_at IS NULL OR valid_from < cancelled_at)
),
steps AS (
  SELECT step_date, level, sum(step) AS step
  FROM times
  CROSS JOIN UNNEST(ARRAY[from_date, to_date], ARRAY[1, -1]) AS steps (step_date, step)
  WHERE step_date < DATE '9999-12-31'
  GROUP BY step_date, level
),
-- All in one row, so the same pass can add the dates without a step.
by_date AS (
  SELECT
    map_agg(step_date, step) FILTER (WHERE level = 'free') AS free,
    map_agg(step_date, step) FILTER (WHERE level = 'paid') AS paid,
    map_agg(step_date, step) FILTER (WHERE level IS NULL) AS unknown,
    min(step_date) AS first_day,
    greatest(max(step_date), CAST(current_timestamp AT TIME ZONE 'UTC' AS date)) AS last_day
  FROM steps
)
SELECT
  day AS date_part,
  coalesce(sum(element_at(free, day)) OVER (ORDER BY day), 0) AS free_users,
  coalesce(sum(element_at(paid, day)) OVER (ORDER BY day), 0) AS paid_users,
  coalesce(sum(element_at(unknown, day)) OVER (ORDER BY day), 0) AS unknown_users
FROM by_date
CROSS JOIN UNNEST(sequence(date_trunc('month', first_day), last_day, INTERVAL '1' MONTH)) AS months (month)
CROSS JOIN UNNEST(sequence(greatest(month, first_day), least(last_day_of_month(month), last_day), INTERVAL '1' DAY)) AS days (day);

COMMENT ON COLUMN gold.agg_accounts_daily.date_part IS 'The UTC date.';
COMMENT ON COLUMN gold.agg_accounts_daily.free_users IS 'Accounts on the level free at the end of the date, without cancelled accounts.';
COMMENT ON COLUMN gold.agg_accounts_daily.paid_users IS 'Accounts on the level paid at the end of the date, without cancelled accounts.';
COMMENT ON COLUMN gold.agg_accounts_daily.unknown_users IS 'Accounts whose level is not known at the end of the date: up to then, no event and no status change names one.';
