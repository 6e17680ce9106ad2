-- The ten most played songs of the month. Cost: all sessions are sorted for skips and hours, and listeners counted by date.
SELECT song_name, artist_name, CAST(sum(plays) AS bigint) FROM gold.agg_song_daily GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10;
SELECT song, artist, count(*) FROM silver.listens GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10;
