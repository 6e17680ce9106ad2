-- grain: song_key
-- example: SELECT in_catalogue, count(*) AS songs FROM gold.dim_song GROUP BY in_catalogue ORDER BY in_catalogue
CREATE OR REPLACE VIEW gold.dim_song
COMMENT 'Songs: one row for each artist and title of the catalogue or of an event, and the unknown member.'
AS
SELECT
  song_key, song_id, title, artist_name, duration_seconds,
  key, key_confidence, loudness, song_hotness, tempo, year, in_catalogue
FROM silver.dim_songs;

COMMENT ON COLUMN gold.dim_song.song_key IS 'md5 of artist, U+001F, song; ''unknown'' for the unknown member.';
COMMENT ON COLUMN gold.dim_song.song_id IS 'The id in the catalogue; the smallest if there are several recordings; null for a song that is not in the catalogue.';
COMMENT ON COLUMN gold.dim_song.title IS 'The title, repaired.';
COMMENT ON COLUMN gold.dim_song.artist_name IS 'The artist''s name, repaired: the name in dim_artist.';
COMMENT ON COLUMN gold.dim_song.duration_seconds IS 'Seconds: of a song in the catalogue, as the catalogue has it, or else from the latest play; null if that has none.';
COMMENT ON COLUMN gold.dim_song.key IS 'The musical key, 0 (C) to 11 (B), where the catalogue has it.';
COMMENT ON COLUMN gold.dim_song.key_confidence IS 'The confidence in the key, 0 to 1.';
COMMENT ON COLUMN gold.dim_song.loudness IS 'Decibels relative to full scale.';
COMMENT ON COLUMN gold.dim_song.song_hotness IS 'The song''s popularity in the catalogue, 0 to 1.';
COMMENT ON COLUMN gold.dim_song.tempo IS 'Beats per minute.';
COMMENT ON COLUMN gold.dim_song.year IS 'The year of release, where the catalogue knows it.';
COMMENT ON COLUMN gold.dim_song.in_catalogue IS 'Whether the catalogue has it.';
