-- By months first, because sequence() makes 10,000 entries at most. Names are written out, because date_format has those of the client's
-- language.
-- grain: day_key
-- example: SELECT day_name, count(*) AS days FROM gold.dim_date WHERE year = 2025 AND is_weekend GROUP BY day_name ORDER BY day_name
CREATE OR REPLACE VIEW gold.dim_date
COMMENT 'Dates, in UTC: one row for each date from the platform''s first one to the end of the month in 30 years, and the unknown member.'
AS
WITH
months AS (
  SELECT month
  FROM UNNEST(sequence(
    date_trunc('month', DATE '${first_date}'),
    date_trunc('month', CAST(current_timestamp AT TIME ZONE 'UTC' AS date)) + INTERVAL '30' YEAR,
    INTERVAL '1' MONTH)) AS months (month)
),
days AS (
  SELECT day
  FROM months
  CROSS JOIN UNNEST(sequence(month, last_day_of_month(month), INTERVAL '1' DAY)) AS days (day)
  WHERE day >= DATE '${first_date}'
)
SELECT
  year(day) * 10000 + month(day) * 100 + day(day) AS day_key,
  day AS date_part,
  year(day) AS year,
  quarter(day) AS quarter,
  month(day) AS month,
  element_at(
    ARRAY[
      'January', 'February', 'March', 'April', 'May', 'June',
      'July', 'August', 'September', 'October', 'November', 'December'],
    month(day)) AS month_name,
  week(day) AS iso_week,
  year_of_week(day) AS iso_year,
  day_of_year(day) AS day_of_year,
  day(day) AS day_of_month,
  day_of_week(day) AS day_of_week,
  element_at(
    ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    day_of_week(day)) AS day_name,
  day_of_week(day) IN (6, 7) AS is_weekend
FROM days
UNION ALL
SELECT -1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL;

COMMENT ON COLUMN gold.dim_date.day_key IS 'The date as a number, yyyyMMdd in UTC; -1 for the unknown member.';
COMMENT ON COLUMN gold.dim_date.date_part IS 'The UTC date, as facts and aggregates have it; null for the unknown member.';
COMMENT ON COLUMN gold.dim_date.year IS 'The year.';
COMMENT ON COLUMN gold.dim_date.quarter IS '1 to 4.';
COMMENT ON COLUMN gold.dim_date.month IS '1 to 12.';
COMMENT ON COLUMN gold.dim_date.month_name IS 'January to December.';
COMMENT ON COLUMN gold.dim_date.iso_week IS 'The week of the ISO 8601 calendar, 1 to 53.';
COMMENT ON COLUMN gold.dim_date.iso_year IS 'The year that the ISO week belongs to.';
COMMENT ON COLUMN gold.dim_date.day_of_year IS '1 to 366.';
COMMENT ON COLUMN gold.dim_date.day_of_month IS '1 to 31.';
COMMENT ON COLUMN gold.dim_date.day_of_week IS '1 is Monday, 7 is Sunday (ISO 8601).';
COMMENT ON COLUMN gold.dim_date.day_name IS 'Monday to Sunday.';
COMMENT ON COLUMN gold.dim_date.is_weekend IS 'Whether it is a Saturday or a Sunday.';
