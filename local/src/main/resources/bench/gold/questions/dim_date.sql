-- How many dates a year has. Cost: all dates from the first to 30 years ahead are made up.
SELECT count(*) FROM gold.dim_date WHERE year = 2025;
SELECT date_diff('day', DATE '2025-01-01', DATE '2026-01-01');
