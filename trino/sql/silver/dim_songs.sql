CREATE OR REPLACE VIEW silver.dim_songs
COMMENT 'Songs of the catalogue and of events: one row for each artist and title.'
AS
WITH
played AS (
  SELECT song_key, artist_key, song, artist, duration_seconds, event_time, event_id
  FROM silver.listens
  WHERE song_key IS NOT NULL
  UNION ALL
  SELECT song_key, artist_key, song, artist, NULL, event_time, event_id
  FROM silver.page_views
  WHERE song_key IS NOT NULL
),
observed AS (
  SELECT
    song_key,
    min(song) AS title,
    min(artist) AS artist_name,
    min(artist_key) AS artist_key,
    max_by(duration_seconds, ROW(event_time, event_id)) FILTER (WHERE duration_seconds IS NOT NULL) AS duration_seconds
  FROM played
  GROUP BY song_key
)
SELECT
  song_key, song_id, title, artist_name, artist_key, duration_seconds,
  key, key_confidence, loudness, song_hotness, tempo, year,
  true AS in_catalogue
FROM silver.catalogue_songs
UNION ALL
SELECT
  song_key, NULL, title, artist_name, artist_key, duration_seconds,
  NULL, NULL, NULL, NULL, NULL, NULL,
  false
FROM observed
WHERE NOT EXISTS (SELECT 1 FROM bronze.song_catalogue WHERE song_catalogue.song_key = observed.song_key)
UNION ALL
SELECT 'unknown', NULL, NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false;

COMMENT ON COLUMN silver.dim_songs.song_key IS 'md5 of artist, U+001F, song; ''unknown'' for the unknown member.';
COMMENT ON COLUMN silver.dim_songs.song_id IS 'The id in the catalogue; null for a song that is not in the catalogue.';
COMMENT ON COLUMN silver.dim_songs.title IS 'The title, repaired.';
COMMENT ON COLUMN silver.dim_songs.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN silver.dim_songs.artist_key IS 'The key of dim_artists.';
COMMENT ON COLUMN silver.dim_songs.duration_seconds IS 'Seconds: of a song in the catalogue, as the catalogue has it, or else from the latest play. No rule bounds the length that a page view gives, so it is not used.';
COMMENT ON COLUMN silver.dim_songs.key IS 'The musical key, 0 (C) to 11 (B), where the catalogue has it.';
COMMENT ON COLUMN silver.dim_songs.key_confidence IS 'The confidence in the key, 0 to 1.';
COMMENT ON COLUMN silver.dim_songs.loudness IS 'Decibels relative to full scale.';
COMMENT ON COLUMN silver.dim_songs.song_hotness IS 'The song''s popularity in the catalogue, 0 to 1.';
COMMENT ON COLUMN silver.dim_songs.tempo IS 'Beats per minute.';
COMMENT ON COLUMN silver.dim_songs.year IS 'The year of release, where the catalogue knows it.';
COMMENT ON COLUMN silver.dim_songs.in_catalogue IS 'Whether the catalogue has it.';
