-- The last date is the end of the month in 30 years. Months come first, because sequence() makes 10,000 entries at most.
CREATE OR REPLACE VIEW silver.dim_datetime
COMMENT 'Hours, in UTC: one row for each hour since the platform''s first date.'
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
),
hours AS (
  SELECT day, hour
  FROM days
  CROSS JOIN UNNEST(sequence(0, 23)) AS hours (hour)
)
SELECT
  year(day) * 1000000 + month(day) * 10000 + day(day) * 100 + hour AS date_key,
  CAST(day AS timestamp(3)) + hour * INTERVAL '1' HOUR AS date_hour,
  day_of_week(day) AS day_of_week,
  day(day) AS day_of_month,
  day_of_year(day) AS day_of_year,
  month(day) AS month,
  year(day) AS year,
  day_of_week(day) IN (6, 7) AS is_weekend
FROM hours
UNION ALL
SELECT -1, NULL, NULL, NULL, NULL, NULL, NULL, NULL;

COMMENT ON COLUMN silver.dim_datetime.date_key IS 'The hour as a number, yyyyMMddHH in UTC; -1 for the unknown member.';
COMMENT ON COLUMN silver.dim_datetime.date_hour IS 'The first instant of the hour, in UTC.';
COMMENT ON COLUMN silver.dim_datetime.day_of_week IS '1 is Monday, 7 is Sunday (ISO 8601).';
COMMENT ON COLUMN silver.dim_datetime.day_of_month IS '1 to 31.';
COMMENT ON COLUMN silver.dim_datetime.day_of_year IS '1 to 366.';
COMMENT ON COLUMN silver.dim_datetime.month IS '1 to 12.';
COMMENT ON COLUMN silver.dim_datetime.year IS 'The year.';
COMMENT ON COLUMN silver.dim_datetime.is_weekend IS 'Whether the day is a Saturday or a Sunday.';
