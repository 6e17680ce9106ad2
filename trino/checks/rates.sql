-- Rates are between 0 and 1, and parts are no larger than their wholes.
SELECT 'gold.agg_daily_activity' AS view, date_part AS day, level AS key
FROM gold.agg_daily_activity
WHERE ${on_date_since} AND (listeners > active_users OR streams + skips > timed_plays OR timed_plays > plays OR hours < 0)
UNION ALL
SELECT 'gold.agg_active_users', date_part, NULL
FROM gold.agg_active_users
WHERE ${on_date_since} AND NOT (listeners <= dau AND dau <= wau AND wau <= mau AND mau >= 0)
UNION ALL
SELECT 'gold.agg_artist_daily', date_part, artist_name
FROM gold.agg_artist_daily
WHERE ${on_date_since} AND (streams + skips > plays OR listeners > plays OR skip_rate NOT BETWEEN 0 AND 1 OR rank < 1)
UNION ALL
SELECT 'gold.agg_song_daily', date_part, concat_ws(': ', artist_name, song_name)
FROM gold.agg_song_daily
WHERE
  ${on_date_since}
  AND (
    streams + skips > plays OR completed + skips > plays OR likes > plays OR dislikes > plays OR listeners > plays
    OR skip_rate NOT BETWEEN 0 AND 1 OR completion_rate NOT BETWEEN 0 AND 1 OR rank < 1
  )
UNION ALL
SELECT 'gold.agg_geo_daily', date_part, concat_ws(', ', city, state, location_key)
FROM gold.agg_geo_daily
WHERE ${on_date_since} AND (streams + skips > plays OR listeners > plays OR skip_rate NOT BETWEEN 0 AND 1)
UNION ALL
SELECT 'gold.agg_churn_daily', date_part, NULL
FROM gold.agg_churn_daily
WHERE ${on_date_since} AND (
  active_paid_users > active_users OR cancelled_users > active_users OR cancelled_paid_users > cancelled_users
  OR cancelled_paid_users > active_paid_users OR cancellation_rate NOT BETWEEN 0 AND 1
)
UNION ALL
SELECT 'gold.agg_retention_cohort', cohort_date, CAST(days_since AS varchar)
FROM gold.agg_retention_cohort
WHERE ${cohort_since} AND (retention NOT BETWEEN 0 AND 1 OR (days_since = 0 AND active_users <> cohort_users))
UNION ALL
SELECT 'gold.agg_subscription_funnel', date_part, step
FROM gold.agg_subscription_funnel
WHERE ${on_date_since} AND (share_of_first NOT BETWEEN 0 AND 1)
UNION ALL
SELECT 'gold.agg_reliability_hourly', date_part, CAST(hour_start AS varchar)
FROM gold.agg_reliability_hourly
WHERE ${on_date_since} AND (error_rate NOT BETWEEN 0 AND 1 OR login_success_rate NOT BETWEEN 0 AND 1);
