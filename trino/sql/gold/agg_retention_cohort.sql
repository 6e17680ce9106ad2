-- Dates come by thousands, because sequence() makes 10,000 entries at most.
-- grain: cohort_date, days_since
-- example: SELECT cohort_date, days_since, active_users, round(retention, 2) AS retention FROM gold.agg_retention_cohort ORDER BY cohort_date, days_since LIMIT 4
CREATE OR REPLACE VIEW gold.agg_retention_cohort
COMMENT 'Retention: one row for each cohort and each date from then to the last with an active user. A cohort is all users with their first page view or play on the same UTC date; bots are left out. The view reads all dates.'
AS
WITH
visits AS (
  SELECT
    min(date_part) OVER (PARTITION BY user_id) AS cohort_date,
    max(date_part) OVER () AS last_date,
    date_part
  FROM silver.user_days
),
active AS (
  SELECT cohort_date, date_diff('day', cohort_date, date_part) AS days_since, count(*) AS active_users
  FROM visits
  GROUP BY cohort_date, date_diff('day', cohort_date, date_part)
),
cohorts AS (
  SELECT cohort_date, max(last_date) AS last_date, count_if(date_part = cohort_date) AS cohort_users
  FROM visits
  GROUP BY cohort_date
),
cells AS (
  SELECT cohort_date, cohort_users, days_since
  FROM cohorts
  CROSS JOIN UNNEST(sequence(0, date_diff('day', cohort_date, last_date), 1000)) AS thousands (first_since)
  CROSS JOIN UNNEST(sequence(first_since, least(first_since + 999, date_diff('day', cohort_date, last_date)))) AS days (days_since)
)
SELECT
  cells.cohort_date,
  cells.days_since,
  cells.cohort_users,
  coalesce(active.active_users, 0) AS active_users,
  CAST(coalesce(active.active_users, 0) AS double) / cells.cohort_users AS retention
FROM cells
LEFT JOIN active ON active.cohort_date = cells.cohort_date AND active.days_since = cells.days_since;

COMMENT ON COLUMN gold.agg_retention_cohort.cohort_date IS 'The UTC date of the users'' first page view or play.';
COMMENT ON COLUMN gold.agg_retention_cohort.days_since IS 'Dates since, from 0.';
COMMENT ON COLUMN gold.agg_retention_cohort.cohort_users IS 'Different users of the cohort.';
COMMENT ON COLUMN gold.agg_retention_cohort.active_users IS 'Users of the cohort with a page view or a play on that date.';
COMMENT ON COLUMN gold.agg_retention_cohort.retention IS 'active_users / cohort_users, 0 to 1.';
