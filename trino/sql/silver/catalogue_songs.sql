-- The catalogue has several recordings of one artist and title, and no event tells which one was played. So each key has one row, with the
-- smallest song_id, and a join never multiplies plays.
CREATE OR REPLACE VIEW silver.catalogue_songs
COMMENT 'The song catalogue with one row for each artist and title.'
AS
SELECT
  song_key, song_id, title, artist_name, artist_key, duration_seconds,
  key, key_confidence, loudness, song_hotness, tempo, year
FROM (
  SELECT
    song_key, song_id, title, artist_name, artist_key, duration_seconds,
    key, key_confidence, loudness, song_hotness, tempo, year,
    row_number() OVER (PARTITION BY song_key ORDER BY song_id, year, duration_seconds) AS place
  FROM bronze.song_catalogue
)
WHERE place = 1;

COMMENT ON COLUMN silver.catalogue_songs.song_key IS 'md5 of artist, U+001F, song: the same key as in silver.listens.';
COMMENT ON COLUMN silver.catalogue_songs.song_id IS 'The id in the catalogue; the smallest if there are several recordings.';
COMMENT ON COLUMN silver.catalogue_songs.title IS 'The title, repaired.';
COMMENT ON COLUMN silver.catalogue_songs.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN silver.catalogue_songs.artist_key IS 'md5 of artist: the same key as in silver.listens.';
COMMENT ON COLUMN silver.catalogue_songs.duration_seconds IS 'The recording''s length in seconds.';
COMMENT ON COLUMN silver.catalogue_songs.key IS 'The musical key, 0 (C) to 11 (B).';
COMMENT ON COLUMN silver.catalogue_songs.key_confidence IS 'The confidence in the key, 0 to 1.';
COMMENT ON COLUMN silver.catalogue_songs.loudness IS 'Decibels relative to full scale.';
COMMENT ON COLUMN silver.catalogue_songs.song_hotness IS 'The song''s popularity in the catalogue, 0 to 1.';
COMMENT ON COLUMN silver.catalogue_songs.tempo IS 'Beats per minute.';
COMMENT ON COLUMN silver.catalogue_songs.year IS 'The year of release.';
