-- Plays by state over the month. Cost: exact distinct counts by city, which this question does not ask for.
SELECT state, CAST(sum(total_streams) AS bigint) FROM gold.daily_location_summary GROUP BY state ORDER BY 1;
SELECT state, count(*) FROM silver.listens GROUP BY state ORDER BY 1;
