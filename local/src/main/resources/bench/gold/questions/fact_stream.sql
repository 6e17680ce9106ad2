-- Plays by hour of the day. Cost: the user's key at the time of each play: dim_users reads all of bronze.
SELECT hour(event_time), count(*) FROM gold.fact_stream GROUP BY 1 ORDER BY 1;
SELECT hour(event_time), count(*) FROM silver.listens GROUP BY 1 ORDER BY 1;
