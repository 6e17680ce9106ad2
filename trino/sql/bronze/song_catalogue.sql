CREATE TABLE IF NOT EXISTS bronze.song_catalogue (
  song_key varchar COMMENT 'md5 of artist, U+001F, song: the same key as in silver.listens. Several rows can share it.',
  artist_key varchar COMMENT 'md5 of artist: the same key as in silver.listens.',
  song_id varchar COMMENT 'The catalogue''s id of the song.',
  title varchar COMMENT 'The song''s title, repaired.',
  artist_id varchar COMMENT 'The catalogue''s id of the artist.',
  artist_name varchar COMMENT 'The artist''s name, repaired.',
  artist_location varchar COMMENT 'Where the artist comes from, as the catalogue words it.',
  artist_latitude double COMMENT 'Degrees, -90 to 90.',
  artist_longitude double COMMENT 'Degrees, -180 to 180.',
  duration_seconds double COMMENT 'The recording''s length in seconds.',
  key bigint COMMENT 'The musical key, 0 (C) to 11 (B).',
  key_confidence double COMMENT 'How sure the key is, 0 to 1.',
  loudness double COMMENT 'Decibels relative to full scale.',
  song_hotness double COMMENT 'How popular the catalogue held the song to be, 0 to 1.',
  tempo double COMMENT 'Beats per minute.',
  year bigint COMMENT 'The year of release.',
  given_title varchar COMMENT 'The title as the file has it, before any repair.',
  given_artist_name varchar COMMENT 'The artist''s name as the file has it, before any repair.'
)
COMMENT 'The song catalogue that was loaded last, one row for each line of the file; empty before the first.'
WITH (
  external_location = '${bronze_location}/song_catalogue',
  format = 'JSON',
  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
);
