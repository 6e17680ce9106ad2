-- How many songs there are. Cost: those of the catalogue and all that were ever played.
SELECT count(*) FROM gold.dim_song WHERE song_key <> 'unknown';
SELECT count(DISTINCT song_key) FROM silver.listens;
