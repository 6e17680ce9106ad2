-- The ten most played artists. Cost: exact distinct counts of users and songs for every artist.
SELECT artist_name, total_streams, unique_users FROM gold.artist_popularity ORDER BY total_streams DESC, artist_name LIMIT 10;
SELECT artist, count(*), count(DISTINCT user_id) FROM silver.listens GROUP BY artist ORDER BY 2 DESC, 1 LIMIT 10;
