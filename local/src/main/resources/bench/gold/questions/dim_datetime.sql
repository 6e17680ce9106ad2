-- How many hours a year has. Cost: all hours from the first date to 30 years ahead are made up.
SELECT count(*) FROM gold.dim_datetime WHERE year = 2025;
SELECT date_diff('hour', TIMESTAMP '2025-01-01', TIMESTAMP '2026-01-01');
