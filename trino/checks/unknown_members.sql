-- Every dimension has one row for what is not known.
WITH
dimensions (dimension) AS (
  VALUES 'gold.dim_user_level', 'gold.dim_user', 'gold.dim_song', 'gold.dim_artist', 'gold.dim_location', 'gold.dim_date',
    'gold.dim_datetime'
),
unknown AS (
  SELECT 'gold.dim_user_level' AS dimension FROM gold.dim_user_level WHERE user_key = 'unknown'
  UNION ALL
  SELECT 'gold.dim_user' FROM gold.dim_user WHERE account_key = 'unknown'
  UNION ALL
  SELECT 'gold.dim_song' FROM gold.dim_song WHERE song_key = 'unknown'
  UNION ALL
  SELECT 'gold.dim_artist' FROM gold.dim_artist WHERE artist_key = 'unknown'
  UNION ALL
  SELECT 'gold.dim_location' FROM gold.dim_location WHERE location_key = 'unknown'
  UNION ALL
  SELECT 'gold.dim_date' FROM gold.dim_date WHERE day_key = -1
  UNION ALL
  SELECT 'gold.dim_datetime' FROM gold.dim_datetime WHERE date_key = -1
)
SELECT dimensions.dimension, count(unknown.dimension) AS unknown_members
FROM dimensions
LEFT JOIN unknown ON unknown.dimension = dimensions.dimension
GROUP BY dimensions.dimension
HAVING count(unknown.dimension) <> 1;
