-- Upgrades by date. Cost: the days in the previous level come from all of the user's history in bronze.
SELECT date_part, count(*) FROM gold.fact_level_change WHERE to_level = 'paid' GROUP BY 1 ORDER BY 1;
SELECT event_date, count(*) FROM silver.status_changes WHERE to_level = 'paid' GROUP BY 1 ORDER BY 1;
