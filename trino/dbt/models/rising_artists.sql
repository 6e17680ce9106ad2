SELECT
  week,
  artist_key,
  artist_name,
  plays,
  plays - coalesce(lag(plays) OVER (PARTITION BY artist_key ORDER BY week), 0) AS more_plays
FROM {{ ref('artist_weeks') }}
