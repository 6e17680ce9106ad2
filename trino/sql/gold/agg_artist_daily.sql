-- grain: date_part, artist_key
-- example: SELECT rank, artist_name, plays, round(skip_rate, 2) AS skip_rate FROM gold.agg_artist_daily WHERE date_part = DATE '2025-01-02' AND rank <= 3 ORDER BY rank, artist_name
CREATE OR REPLACE VIEW gold.agg_artist_daily
COMMENT 'Artists by day: one row for each UTC date and artist with a play.'
AS
SELECT
  date_part,
  coalesce(artist_key, 'unknown') AS artist_key,
  min(artist) AS artist_name,
  count(DISTINCT song_key) AS songs,
  count(*) AS plays,
  count_if(is_stream) AS streams,
  count_if(is_skip) AS skips,
  CAST(count_if(is_skip) AS double) / nullif(count(is_skip), 0) AS skip_rate,
  count(DISTINCT user_id) FILTER (WHERE form <> 'bot') AS listeners,
  coalesce(sum(listened_seconds), 0) / 3600 AS hours,
  rank() OVER (PARTITION BY date_part ORDER BY count(*) DESC) AS rank
FROM silver.timed_listens
GROUP BY date_part, coalesce(artist_key, 'unknown');

COMMENT ON COLUMN gold.agg_artist_daily.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_artist_daily.artist_key IS 'The key of dim_artist.';
COMMENT ON COLUMN gold.agg_artist_daily.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN gold.agg_artist_daily.songs IS 'Different songs that were played.';
COMMENT ON COLUMN gold.agg_artist_daily.plays IS 'Plays, of any length.';
COMMENT ON COLUMN gold.agg_artist_daily.streams IS 'Plays with at least 30 listened seconds.';
COMMENT ON COLUMN gold.agg_artist_daily.skips IS 'Plays that stopped before the song''s end and before 30 seconds.';
COMMENT ON COLUMN gold.agg_artist_daily.skip_rate IS 'Skips as a share of the plays for which it is known, 0 to 1; null if there is no such play.';
COMMENT ON COLUMN gold.agg_artist_daily.listeners IS 'Different users who played; bots are left out.';
COMMENT ON COLUMN gold.agg_artist_daily.hours IS 'Hours listened. A play with an unknown end adds nothing.';
COMMENT ON COLUMN gold.agg_artist_daily.rank IS 'The artist''s rank on the date by plays; equal plays share a rank.';
