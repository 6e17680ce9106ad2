-- grain: date_key
-- example: SELECT is_weekend, count(*) AS hours FROM gold.dim_datetime WHERE year = 2025 GROUP BY is_weekend ORDER BY is_weekend
CREATE OR REPLACE VIEW gold.dim_datetime
COMMENT 'Hours, in UTC: one row for each hour from the platform''s first date to the end of the month in 30 years, and the unknown member.'
AS
SELECT date_key, date_hour, day_of_week, day_of_month, day_of_year, month, year, is_weekend
FROM silver.dim_datetime;

COMMENT ON COLUMN gold.dim_datetime.date_key IS 'The hour as a number, yyyyMMddHH in UTC; -1 for the unknown member.';
COMMENT ON COLUMN gold.dim_datetime.date_hour IS 'The first instant of the hour, in UTC; null for the unknown member.';
COMMENT ON COLUMN gold.dim_datetime.day_of_week IS '1 is Monday, 7 is Sunday (ISO 8601).';
COMMENT ON COLUMN gold.dim_datetime.day_of_month IS '1 to 31.';
COMMENT ON COLUMN gold.dim_datetime.day_of_year IS '1 to 366.';
COMMENT ON COLUMN gold.dim_datetime.month IS '1 to 12.';
COMMENT ON COLUMN gold.dim_datetime.year IS 'The year.';
COMMENT ON COLUMN gold.dim_datetime.is_weekend IS 'Whether it is in a Saturday or a Sunday.';
