-- Plays by gender on one date. Cost: all dimensions are joined, and dim_users reads all of bronze.
SELECT gender, count(*) FROM gold.wide_fact WHERE date_part = DATE '2025-01-15' GROUP BY 1 ORDER BY 1;
SELECT gender, count(*) FROM silver.listens WHERE event_date = DATE '2025-01-15' GROUP BY 1 ORDER BY 1;
