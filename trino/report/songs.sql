SELECT
  song_name,
  artist_name,
  CAST(coalesce(sum(plays) FILTER (WHERE date_part >= DATE '${from}'), 0) AS bigint) AS plays,
  CAST(coalesce(sum(plays) FILTER (WHERE date_part < DATE '${from}'), 0) AS bigint) AS plays_before
FROM gold.agg_song_daily
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}' AND song_name IS NOT NULL
GROUP BY song_key, song_name, artist_name
ORDER BY plays DESC, song_name, artist_name
LIMIT 10
