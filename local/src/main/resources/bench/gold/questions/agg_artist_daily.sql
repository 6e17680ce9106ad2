-- The ten most played artists of one date. Cost: that date's sessions are sorted for skips and hours.
SELECT artist_name, plays, listeners FROM gold.agg_artist_daily WHERE date_part = DATE '2025-01-15' ORDER BY plays DESC, 1 LIMIT 10;
SELECT artist, count(*), count(DISTINCT user_id) FROM silver.listens WHERE event_date = DATE '2025-01-15' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10;
