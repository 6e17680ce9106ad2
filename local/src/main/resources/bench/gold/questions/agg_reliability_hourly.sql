-- Server errors by hour of one date. Cost: one pass over that date's page views and logins.
SELECT hour_start, page_views, server_errors FROM gold.agg_reliability_hourly WHERE date_part = DATE '2025-01-15' AND page_views > 0 ORDER BY 1;
SELECT date_trunc('hour', event_time), count(*), count_if(status >= 500) FROM silver.page_views WHERE event_date = DATE '2025-01-15' GROUP BY 1 ORDER BY 1;
