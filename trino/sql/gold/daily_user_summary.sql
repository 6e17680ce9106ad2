-- grain: date_part, user_id, level?
-- example: SELECT user_id, sum(plays) AS plays FROM gold.daily_user_summary GROUP BY user_id ORDER BY plays DESC, user_id LIMIT 5
CREATE OR REPLACE VIEW gold.daily_user_summary
COMMENT 'Plays of each user by day: one row for each UTC date, user and level. A filter by date reads that date''s plays only; the users'' dimension is read whole. Personal data.'
AS
WITH
plays AS (
  SELECT
    event_date AS date_part,
    user_id,
    level,
    count(*) AS total_streams,
    count(DISTINCT song_key) AS unique_songs,
    count(DISTINCT artist_key) AS unique_artists
  FROM silver.listens
  GROUP BY event_date, user_id, level
)
SELECT
  plays.date_part,
  plays.user_id,
  users.first_name,
  users.last_name,
  plays.level,
  plays.total_streams,
  plays.unique_songs,
  plays.unique_artists,
  plays.total_streams AS plays
FROM plays
LEFT JOIN silver.dim_users AS users ON users.user_id = plays.user_id AND users.is_current;

COMMENT ON COLUMN gold.daily_user_summary.date_part IS 'The UTC date.';
COMMENT ON COLUMN gold.daily_user_summary.user_id IS 'The account.';
COMMENT ON COLUMN gold.daily_user_summary.first_name IS 'The user''s first name. Personal data.';
COMMENT ON COLUMN gold.daily_user_summary.last_name IS 'The user''s last name. Personal data.';
COMMENT ON COLUMN gold.daily_user_summary.level IS 'The level in the plays; null if they carry none. A user who changes the level on a date has a row for each.';
COMMENT ON COLUMN gold.daily_user_summary.total_streams IS 'The same as plays: plays of any length, not streams. The notebooks used this name.';
COMMENT ON COLUMN gold.daily_user_summary.unique_songs IS 'Different songs.';
COMMENT ON COLUMN gold.daily_user_summary.unique_artists IS 'Different artists.';
COMMENT ON COLUMN gold.daily_user_summary.plays IS 'Plays, of any length.';
