-- How many places events came from. Cost: all events are looked at for their newest coordinates.
SELECT count(*) FROM gold.dim_location WHERE location_key <> 'unknown';
SELECT count(DISTINCT location_key) FROM (SELECT location_key FROM silver.listens UNION ALL SELECT location_key FROM silver.page_views);
