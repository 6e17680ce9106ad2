-- How many artists there are. Cost: those of the catalogue and all that were ever played.
SELECT count(*) FROM gold.dim_artist WHERE artist_key <> 'unknown';
SELECT count(DISTINCT artist_key) FROM silver.listens;
