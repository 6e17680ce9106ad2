SELECT
  date_part,
  CAST(sum(plays) AS bigint) AS plays,
  CAST(sum(streams) AS bigint) AS streams,
  CAST(sum(skips) AS bigint) AS skips,
  CAST(sum(timed_plays) AS bigint) AS timed_plays,
  sum(hours) AS hours
FROM gold.agg_daily_activity
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}'
GROUP BY date_part
ORDER BY date_part
