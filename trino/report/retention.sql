-- The newest two weeks of cohorts: what fits on a page.
SELECT cohort_date, days_since, cohort_users, retention
FROM gold.agg_retention_cohort
WHERE cohort_date BETWEEN greatest(DATE '${from}', DATE '${to}' - INTERVAL '13' DAY) AND DATE '${to}'
  AND date_add('day', CAST(days_since AS bigint), cohort_date) <= DATE '${to}'
ORDER BY cohort_date, days_since
