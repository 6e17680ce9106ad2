-- Active users by date. Cost: weeks and months are counted along; a filter by date reads all.
SELECT date_part, dau FROM gold.agg_active_users ORDER BY 1;
SELECT event_date, count(DISTINCT user_id) FROM (SELECT event_date, user_id FROM silver.listens UNION ALL SELECT event_date, user_id FROM silver.page_views) GROUP BY 1 ORDER BY 1;
