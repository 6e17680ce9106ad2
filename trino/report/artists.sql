SELECT
  artist_name,
  CAST(coalesce(sum(plays) FILTER (WHERE date_part >= DATE '${from}'), 0) AS bigint) AS plays,
  CAST(coalesce(sum(plays) FILTER (WHERE date_part < DATE '${from}'), 0) AS bigint) AS plays_before,
  coalesce(sum(hours) FILTER (WHERE date_part >= DATE '${from}'), 0) AS hours
FROM gold.agg_artist_daily
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}' AND artist_name IS NOT NULL
GROUP BY artist_key, artist_name
ORDER BY plays DESC, artist_name
LIMIT 10
