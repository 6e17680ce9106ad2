-- Accounts by level, from their history. Cost: every event of every user is grouped by date and what it says: dim_users reads all of bronze.
SELECT level, count(*) FROM gold.dim_user_level WHERE is_current AND user_id IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT level, count(*) FROM (SELECT user_id, max_by(level, event_time) AS level FROM (SELECT user_id, level, event_time FROM bronze.listen_events UNION ALL SELECT user_id, level, event_time FROM bronze.page_view_events) GROUP BY user_id) GROUP BY 1 ORDER BY 1;
