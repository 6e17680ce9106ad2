-- grain: artist_key
-- example: SELECT name, in_catalogue FROM gold.dim_artist WHERE artist_key <> 'unknown' ORDER BY name LIMIT 3
CREATE OR REPLACE VIEW gold.dim_artist
COMMENT 'Artists: one row for each name in the catalogue or in an event, and the unknown member.'
AS
SELECT artist_key, artist_id, name, location, latitude, longitude, in_catalogue
FROM silver.dim_artists;

COMMENT ON COLUMN gold.dim_artist.artist_key IS 'md5 of the artist''s name; ''unknown'' for the unknown member.';
COMMENT ON COLUMN gold.dim_artist.artist_id IS 'The id in the catalogue; the smallest if there are several; null for an artist that is not in the catalogue.';
COMMENT ON COLUMN gold.dim_artist.name IS 'The name, repaired.';
COMMENT ON COLUMN gold.dim_artist.location IS 'Where the artist comes from, in the catalogue''s words.';
COMMENT ON COLUMN gold.dim_artist.latitude IS 'Degrees, where the catalogue has it.';
COMMENT ON COLUMN gold.dim_artist.longitude IS 'Degrees, where the catalogue has it.';
COMMENT ON COLUMN gold.dim_artist.in_catalogue IS 'Whether the catalogue has it.';
