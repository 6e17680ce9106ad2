-- Cancellations by date. Cost: exact distinct counts of users for five questions at once.
SELECT date_part, active_users, cancelled_users FROM gold.agg_churn_daily ORDER BY 1;
SELECT event_date, count(DISTINCT user_id), count(DISTINCT user_id) FILTER (WHERE page = 'Cancellation Confirmation') FROM silver.page_views GROUP BY 1 ORDER BY 1;
