-- A page view NextSong and the play at the same place have the same song, so gold has no song that nobody played. All lengths of a
-- song are in one unit.
WITH
shown AS (
  SELECT event_date, event_time, session_id, item_in_session, user_id, artist, song, artist_key, song_key
  FROM silver.page_views
  WHERE ${happened_since} AND page = 'NextSong' AND song_key IS NOT NULL
),
played AS (
  SELECT
    event_date, event_time, session_id, item_in_session, user_id, artist, song, artist_key, song_key, duration_seconds
  FROM silver.listens
  WHERE ${happened_since}
),
songs AS (
  SELECT
    song_key, min(artist) AS artist, min(song) AS song, count(*) AS plays, min(duration_seconds) AS shortest,
    max(duration_seconds) AS longest
  FROM played
  GROUP BY song_key
)
SELECT
  IF(songs.song_key IS NULL, 'nobody played it', 'another was played') AS what,
  shown.artist,
  shown.song,
  count(*) AS row_count
FROM shown
JOIN played
  ON played.event_date = shown.event_date
  AND played.session_id = shown.session_id
  AND played.item_in_session = shown.item_in_session
  AND played.user_id = shown.user_id
  AND abs(date_diff('second', played.event_time, shown.event_time)) <= 60
LEFT JOIN songs ON songs.song_key = shown.song_key
WHERE shown.song_key <> played.song_key OR shown.artist_key <> played.artist_key
GROUP BY shown.artist, shown.song, songs.song_key
UNION ALL
-- 500 to 2,000: seconds beside milliseconds, and no two recordings.
SELECT 'lengths in two units', artist, song, plays
FROM songs
WHERE shortest > 0 AND longest / shortest BETWEEN 500 AND 2000;
