-- Active users by month. Cost: weeks are counted along, and who is new is told by all dates.
SELECT first_date, active_users FROM gold.agg_active_users_calendar WHERE period = 'month' ORDER BY 1;
SELECT date_trunc('month', event_date), count(DISTINCT user_id) FROM (SELECT event_date, user_id FROM silver.listens WHERE form IS DISTINCT FROM 'bot' UNION ALL SELECT event_date, user_id FROM silver.page_views WHERE form IS DISTINCT FROM 'bot') WHERE user_id IS NOT NULL GROUP BY 1 ORDER BY 1;
