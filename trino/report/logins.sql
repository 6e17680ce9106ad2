SELECT
  date_part,
  CAST(sum(logins) AS bigint) AS logins,
  CAST(sum(failed_logins) AS bigint) AS failed_logins
FROM gold.agg_reliability_hourly
WHERE date_part BETWEEN DATE '${from}' AND DATE '${to}'
GROUP BY date_part
HAVING sum(logins) > 0
ORDER BY date_part
