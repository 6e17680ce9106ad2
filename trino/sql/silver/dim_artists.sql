-- The catalogue gives some names several ids, and some ids several names. Events have names only, so each name is one artist.
CREATE OR REPLACE VIEW silver.dim_artists
COMMENT 'Artists of the catalogue and of events: one row for each name.'
AS
WITH
catalogue AS (
  SELECT
    artist_key, artist_id, artist_name, artist_location, artist_latitude, artist_longitude,
    row_number() OVER (PARTITION BY artist_key ORDER BY artist_id, song_id) AS place
  FROM bronze.song_catalogue
),
played AS (
  SELECT artist_key, artist
  FROM silver.listens
  WHERE artist_key IS NOT NULL
  UNION ALL
  SELECT artist_key, artist
  FROM silver.page_views
  WHERE artist_key IS NOT NULL
),
observed AS (
  SELECT artist_key, min(artist) AS artist_name
  FROM played
  GROUP BY artist_key
)
SELECT
  artist_key,
  artist_id,
  artist_name AS name,
  artist_location AS location,
  artist_latitude AS latitude,
  artist_longitude AS longitude,
  true AS in_catalogue
FROM catalogue
WHERE place = 1
UNION ALL
SELECT artist_key, NULL, artist_name, NULL, NULL, NULL, false
FROM observed
WHERE NOT EXISTS (SELECT 1 FROM bronze.song_catalogue WHERE song_catalogue.artist_key = observed.artist_key)
UNION ALL
SELECT 'unknown', NULL, NULL, NULL, NULL, NULL, false;

COMMENT ON COLUMN silver.dim_artists.artist_key IS 'md5 of the artist''s name; ''unknown'' for the unknown member.';
COMMENT ON COLUMN silver.dim_artists.artist_id IS 'The id in the catalogue; the smallest if there are several; null for an artist that is not in the catalogue.';
COMMENT ON COLUMN silver.dim_artists.name IS 'The name, repaired.';
COMMENT ON COLUMN silver.dim_artists.location IS 'Where the artist comes from, in the catalogue''s words.';
COMMENT ON COLUMN silver.dim_artists.latitude IS 'Degrees, where the catalogue has it.';
COMMENT ON COLUMN silver.dim_artists.longitude IS 'Degrees, where the catalogue has it.';
COMMENT ON COLUMN silver.dim_artists.in_catalogue IS 'Whether the catalogue has it.';
