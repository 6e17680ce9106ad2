-- Plays by state on one date. Cost: that date's sessions are sorted for skips and hours.
SELECT state, CAST(sum(plays) AS bigint) FROM gold.agg_geo_daily WHERE date_part = DATE '2025-01-15' GROUP BY 1 ORDER BY 1;
SELECT state, count(*) FROM silver.listens WHERE event_date = DATE '2025-01-15' GROUP BY 1 ORDER BY 1;
