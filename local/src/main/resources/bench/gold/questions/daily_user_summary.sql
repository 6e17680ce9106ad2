-- The busiest users of one date. Cost: names come from every event of every user: dim_users reads all of bronze.
SELECT user_id, level, total_streams FROM gold.daily_user_summary WHERE date_part = DATE '2025-01-15' ORDER BY 3 DESC, 1, 2 LIMIT 10;
SELECT user_id, level, count(*) FROM silver.listens WHERE event_date = DATE '2025-01-15' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10;
