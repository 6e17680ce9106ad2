SELECT
  week,
  artist_key,
  artist_name,
  plays,
  plays - IF(lag(week) OVER in_order = week - INTERVAL '7' DAY, lag(plays) OVER in_order, 0) AS more_plays
FROM {{ ref('artist_weeks') }}
WINDOW in_order AS (PARTITION BY artist_key ORDER BY week)
