-- The view reads silver.listens, which has all that it needs: the plays of fact_stream, without the cost of their user keys.
-- grain: artist_name
-- example: SELECT artist_name, plays, unique_users FROM gold.artist_popularity ORDER BY plays DESC, artist_name LIMIT 5
CREATE OR REPLACE VIEW gold.artist_popularity
COMMENT 'Popularity of artists: one row for each artist with a play.'
AS
SELECT
  artist AS artist_name,
  count(*) AS total_streams,
  count(DISTINCT user_id) FILTER (WHERE form IS DISTINCT FROM 'bot') AS unique_users,
  count(DISTINCT song_key) AS unique_songs,
  count(DISTINCT event_date) AS active_days,
  count(*) AS plays
FROM silver.listens
GROUP BY artist;

COMMENT ON COLUMN gold.artist_popularity.artist_name IS 'The artist''s name, repaired.';
COMMENT ON COLUMN gold.artist_popularity.total_streams IS 'The same as plays: plays of any length, not streams. The notebooks used this name.';
COMMENT ON COLUMN gold.artist_popularity.unique_users IS 'Different users who played the artist; bots are left out.';
COMMENT ON COLUMN gold.artist_popularity.unique_songs IS 'Different songs that were played.';
COMMENT ON COLUMN gold.artist_popularity.active_days IS 'Different UTC dates with a play.';
COMMENT ON COLUMN gold.artist_popularity.plays IS 'Plays, of any length.';
