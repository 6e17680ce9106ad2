SELECT
  date_trunc('week', date_part) AS week,
  artist_key,
  max(artist_name) AS artist_name,
  sum(plays) AS plays,
  sum(hours) AS hours
FROM {{ source('gold', 'agg_artist_daily') }}
GROUP BY 1, 2
