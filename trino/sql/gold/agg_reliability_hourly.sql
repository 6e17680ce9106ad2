-- grain: date_part, hour_start
-- example: SELECT date_part, sum(page_views) AS page_views, sum(client_errors) AS not_found, sum(failed_logins) AS failed_logins FROM gold.agg_reliability_hourly GROUP BY date_part ORDER BY date_part
CREATE OR REPLACE VIEW gold.agg_reliability_hourly
COMMENT 'Reliability of the service: one row for each hour, in UTC, with a page view or a login.'
AS
WITH
requests AS (
  SELECT event_date AS date_part, date_trunc('hour', event_time) AS hour_start, status, CAST(NULL AS boolean) AS success
  FROM silver.page_views
  UNION ALL
  SELECT event_date, date_trunc('hour', event_time), NULL, success
  FROM silver.auth_attempts
)
SELECT
  date_part,
  hour_start,
  count(status) AS page_views,
  count_if(status BETWEEN 300 AND 399) AS redirects,
  count_if(status BETWEEN 400 AND 499) AS client_errors,
  count_if(status >= 500) AS server_errors,
  CAST(count_if(status >= 400) AS double) / nullif(count(status), 0) AS error_rate,
  count(success) AS logins,
  count_if(NOT success) AS failed_logins,
  CAST(count_if(success) AS double) / nullif(count(success), 0) AS login_success_rate
FROM requests
GROUP BY date_part, hour_start;

COMMENT ON COLUMN gold.agg_reliability_hourly.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_reliability_hourly.hour_start IS 'The first instant of the hour, in UTC.';
COMMENT ON COLUMN gold.agg_reliability_hourly.page_views IS 'Page views.';
COMMENT ON COLUMN gold.agg_reliability_hourly.redirects IS 'Page views answered with a status of 300 to 399.';
COMMENT ON COLUMN gold.agg_reliability_hourly.client_errors IS 'Page views answered with a status of 400 to 499.';
COMMENT ON COLUMN gold.agg_reliability_hourly.server_errors IS 'Page views answered with a status of 500 or more.';
COMMENT ON COLUMN gold.agg_reliability_hourly.error_rate IS 'The share of page views that were answered with a status of 400 or more, 0 to 1; null if there was no page view.';
COMMENT ON COLUMN gold.agg_reliability_hourly.logins IS 'Login attempts, including repeats.';
COMMENT ON COLUMN gold.agg_reliability_hourly.failed_logins IS 'Login attempts that failed.';
COMMENT ON COLUMN gold.agg_reliability_hourly.login_success_rate IS 'The share of login attempts that succeeded, 0 to 1; null if there was none.';
