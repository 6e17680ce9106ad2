-- grain: date_part, song_key
-- example: SELECT rank, song_name, artist_name, plays FROM gold.agg_song_daily WHERE date_part = DATE '2025-01-02' AND rank <= 3 ORDER BY rank, song_name
CREATE OR REPLACE VIEW gold.agg_song_daily
COMMENT 'Songs by day: one row for each UTC date and song with a play.'
AS
SELECT
  date_part,
  coalesce(song_key, 'unknown') AS song_key,
  min(song) AS song_name,
  min(artist) AS artist_name,
  count(*) AS plays,
  count_if(is_stream) AS streams,
  count_if(is_skip) AS skips,
  CAST(count_if(is_skip) AS double) / nullif(count(is_skip), 0) AS skip_rate,
  count_if(completion = 1) AS completed,
  CAST(count_if(completion = 1) AS double) / nullif(count(completion), 0) AS completion_rate,
  count_if(is_liked) AS likes,
  count_if(is_disliked) AS dislikes,
  count(DISTINCT user_id) FILTER (WHERE form <> 'bot') AS listeners,
  coalesce(sum(listened_seconds), 0) / 3600 AS hours,
  rank() OVER (PARTITION BY date_part ORDER BY count(*) DESC) AS rank
FROM silver.timed_listens
GROUP BY date_part, coalesce(song_key, 'unknown');

COMMENT ON COLUMN gold.agg_song_daily.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_song_daily.song_key IS 'The key of dim_song.';
COMMENT ON COLUMN gold.agg_song_daily.song_name IS 'The song''s title, repaired.';
COMMENT ON COLUMN gold.agg_song_daily.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN gold.agg_song_daily.plays IS 'Plays, of any length.';
COMMENT ON COLUMN gold.agg_song_daily.streams IS 'Plays with at least 30 listened seconds.';
COMMENT ON COLUMN gold.agg_song_daily.skips IS 'Plays that stopped before the song''s end and before 30 seconds.';
COMMENT ON COLUMN gold.agg_song_daily.skip_rate IS 'Skips as a share of the plays for which it is known, 0 to 1; null if there is no such play.';
COMMENT ON COLUMN gold.agg_song_daily.completed IS 'Plays that reached the song''s end.';
COMMENT ON COLUMN gold.agg_song_daily.completion_rate IS 'Completed plays as a share of the plays for which it is known, 0 to 1; null if there is no such play.';
COMMENT ON COLUMN gold.agg_song_daily.likes IS 'Plays for which the listener pressed Thumbs Up before the next song.';
COMMENT ON COLUMN gold.agg_song_daily.dislikes IS 'Plays for which the listener pressed Thumbs Down before the next song.';
COMMENT ON COLUMN gold.agg_song_daily.listeners IS 'Different users who played; bots are left out.';
COMMENT ON COLUMN gold.agg_song_daily.hours IS 'Hours listened. A play with an unknown end adds nothing.';
COMMENT ON COLUMN gold.agg_song_daily.rank IS 'The song''s rank on the date by plays; equal plays share a rank.';
