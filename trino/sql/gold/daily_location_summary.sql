-- grain: date_part, city?, state?
-- example: SELECT city, state, sum(plays) AS plays FROM gold.daily_location_summary GROUP BY city, state ORDER BY plays DESC, city LIMIT 5
CREATE OR REPLACE VIEW gold.daily_location_summary
COMMENT 'Plays in each city by day: one row for each UTC date, city and state.'
AS
SELECT
  event_date AS date_part,
  city,
  state,
  count(*) AS total_streams,
  count(DISTINCT user_id) FILTER (WHERE form IS DISTINCT FROM 'bot') AS unique_users,
  count(DISTINCT song_key) AS unique_songs,
  count(*) AS plays
FROM silver.listens
GROUP BY event_date, city, state;

COMMENT ON COLUMN gold.daily_location_summary.date_part IS 'The UTC date.';
COMMENT ON COLUMN gold.daily_location_summary.city IS 'The city; null where the event has none.';
COMMENT ON COLUMN gold.daily_location_summary.state IS 'The US state''s code; null where the event has none.';
COMMENT ON COLUMN gold.daily_location_summary.total_streams IS 'The same as plays: plays of any length, not streams. The notebooks used this name.';
COMMENT ON COLUMN gold.daily_location_summary.unique_users IS 'Different users; bots are left out.';
COMMENT ON COLUMN gold.daily_location_summary.unique_songs IS 'Different songs.';
COMMENT ON COLUMN gold.daily_location_summary.plays IS 'Plays, of any length.';
