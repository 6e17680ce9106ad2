-- Accounts on the level paid at the latest day's end. Cost: the levels' times are put into a row for each date.
SELECT max_by(paid_users, date_part) FROM gold.agg_accounts_daily;
SELECT count_if(level = 'paid') FROM (SELECT user_id, max_by(level, event_time) AS level FROM (SELECT user_id, level, event_time FROM silver.listens UNION ALL SELECT user_id, level, event_time FROM silver.page_views) WHERE user_id IS NOT NULL GROUP BY user_id);
