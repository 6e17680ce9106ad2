-- Logins by date. Cost: repeats are known by the page before, so page views are joined.
SELECT date_part, count(*), count_if(success) FROM gold.fact_auth_attempt GROUP BY 1 ORDER BY 1;
SELECT event_date, count(*), count_if(success) FROM silver.auth_attempts GROUP BY 1 ORDER BY 1;
