-- Who saw the offer, by date. Cost: the furthest step of each user and date is looked for.
SELECT date_part, users FROM gold.agg_subscription_funnel WHERE step_number = 2 ORDER BY 1;
SELECT event_date, count(DISTINCT user_id) FILTER (WHERE page IN ('Upgrade', 'Submit Upgrade')) FROM silver.page_views WHERE level = 'free' GROUP BY 1 ORDER BY 1;
