-- Plays and listeners by date and level. Cost: what was listened is known from the session's next event, so sessions are sorted.
SELECT date_part, level, plays, listeners FROM gold.agg_daily_activity ORDER BY 1, 2;
SELECT event_date, level, count(*), count(DISTINCT user_id) FROM silver.listens GROUP BY 1, 2 ORDER BY 1, 2;
