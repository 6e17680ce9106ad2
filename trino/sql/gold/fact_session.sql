-- By date, so that a filter by date reaches the files, the rows of a date never change once it is over, and numbers that
-- producers use again, months later, do not meet.
-- grain: date_part, session_id
-- example: SELECT date_part, count(*) AS sessions, round(avg(length_seconds) / 60, 1) AS minutes, round(avg(plays), 1) AS plays FROM gold.fact_session GROUP BY date_part ORDER BY date_part
CREATE OR REPLACE VIEW gold.fact_session
COMMENT 'Sessions: one row for each session and UTC date; a session that goes on past midnight has one for each date. Two users under one session number on one date are one row: count users in fact_stream or fact_page_view.'
AS
SELECT
  date_part,
  session_id,
  coalesce(lower(to_hex(md5(to_utf8(max(user_id))))), 'unknown') AS account_key,
  max(user_id) AS user_id,
  min(event_time) AS started_at,
  max(event_time) AS ended_at,
  date_diff('millisecond', min(event_time), max(event_time)) / 1000e0 AS length_seconds,
  count_if(is_play) AS plays,
  count_if(NOT is_play) AS pages,
  min_by(level, ROW(event_time, item_in_session)) AS level,
  max_by(level, ROW(event_time, item_in_session)) AS level_at_end,
  min_by(device, ROW(event_time, item_in_session)) AS device,
  min_by(os, ROW(event_time, item_in_session)) AS os,
  min_by(browser, ROW(event_time, item_in_session)) AS browser
FROM silver.session_timeline
GROUP BY date_part, session_id;

COMMENT ON COLUMN gold.fact_session.date_part IS 'The UTC date. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.fact_session.session_id IS 'The session, as the producer numbers it. count(DISTINCT session_id) counts a session past midnight once.';
COMMENT ON COLUMN gold.fact_session.account_key IS 'The key of dim_user; ''unknown'' where nobody logged in.';
COMMENT ON COLUMN gold.fact_session.user_id IS 'The account that logged in; null where nobody did. Of two under one session number, the one whose id sorts last.';
COMMENT ON COLUMN gold.fact_session.started_at IS 'The first page view or play on the date, in UTC.';
COMMENT ON COLUMN gold.fact_session.ended_at IS 'The last page view or play on the date, in UTC.';
COMMENT ON COLUMN gold.fact_session.length_seconds IS 'Seconds from the one to the other.';
COMMENT ON COLUMN gold.fact_session.plays IS 'Plays.';
COMMENT ON COLUMN gold.fact_session.pages IS 'Page views, NextSong among them.';
COMMENT ON COLUMN gold.fact_session.level IS 'The level of the first event: free or paid.';
COMMENT ON COLUMN gold.fact_session.level_at_end IS 'The level of the last event.';
COMMENT ON COLUMN gold.fact_session.device IS 'The device family of the first event.';
COMMENT ON COLUMN gold.fact_session.os IS 'The operating system family of the first event.';
COMMENT ON COLUMN gold.fact_session.browser IS 'The browser family of the first event.';
