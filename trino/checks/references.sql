-- Every key in a fact is in its dimension; what is not known refers to the unknown member.
WITH
referred AS (
  SELECT DISTINCT 'gold.fact_stream' AS fact, dimension, key
  FROM gold.fact_stream
  CROSS JOIN UNNEST(
    ARRAY['user_level', 'user', 'song', 'artist', 'location'],
    ARRAY[user_key, account_key, song_key, artist_key, location_key]) AS keys (dimension, key)
  WHERE ${on_date_since}
  UNION ALL
  SELECT DISTINCT 'gold.fact_stream', dimension, CAST(key AS varchar)
  FROM gold.fact_stream
  CROSS JOIN UNNEST(ARRAY['datetime', 'date'], ARRAY[date_key, day_key]) AS keys (dimension, key)
  WHERE ${on_date_since}
  UNION ALL
  SELECT DISTINCT 'gold.fact_page_view', dimension, key
  FROM gold.fact_page_view
  CROSS JOIN UNNEST(
    ARRAY['user', 'song', 'location', 'datetime', 'date'],
    ARRAY[account_key, song_key, location_key, CAST(date_key AS varchar), CAST(day_key AS varchar)]) AS keys (dimension, key)
  WHERE ${on_date_since}
  UNION ALL
  SELECT DISTINCT 'gold.fact_session', dimension, key
  FROM gold.fact_session
  CROSS JOIN UNNEST(
    ARRAY['user', 'datetime', 'date'],
    ARRAY[account_key, CAST(date_key AS varchar), CAST(day_key AS varchar)]) AS keys (dimension, key)
  WHERE ${on_date_since}
  UNION ALL
  SELECT DISTINCT 'gold.fact_auth_attempt', dimension, key
  FROM gold.fact_auth_attempt
  CROSS JOIN UNNEST(
    ARRAY['user', 'location', 'datetime', 'date'],
    ARRAY[account_key, location_key, CAST(date_key AS varchar), CAST(day_key AS varchar)]) AS keys (dimension, key)
  WHERE ${on_date_since}
  UNION ALL
  SELECT DISTINCT 'gold.fact_level_change', dimension, key
  FROM gold.fact_level_change
  CROSS JOIN UNNEST(
    ARRAY['user', 'location', 'datetime', 'date'],
    ARRAY[account_key, location_key, CAST(date_key AS varchar), CAST(day_key AS varchar)]) AS keys (dimension, key)
  WHERE ${on_date_since}
),
known (dimension, key) AS (
  SELECT 'user_level', user_key FROM gold.dim_user_level
  UNION ALL
  SELECT 'user', account_key FROM gold.dim_user
  UNION ALL
  SELECT 'song', song_key FROM gold.dim_song
  UNION ALL
  SELECT 'artist', artist_key FROM gold.dim_artist
  UNION ALL
  SELECT 'location', location_key FROM gold.dim_location
  UNION ALL
  SELECT 'date', CAST(day_key AS varchar) FROM gold.dim_date
  UNION ALL
  SELECT 'datetime', CAST(date_key AS varchar) FROM gold.dim_datetime
)
SELECT referred.fact, referred.dimension, referred.key
FROM referred
LEFT JOIN known ON known.dimension = referred.dimension AND known.key = referred.key
WHERE known.key IS NULL;
