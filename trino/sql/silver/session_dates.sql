CREATE OR REPLACE VIEW silver.session_dates
COMMENT 'What a session did on a UTC date: one row for each session number and date with a page view or a play.'
AS
WITH
events AS (
  SELECT
    event_date AS date_part, session_id, event_time, item_in_session, false AS is_play, user_id, level, device, os, browser
  FROM silver.page_views
  UNION ALL
  SELECT event_date, session_id, event_time, item_in_session, true, user_id, level, device, os, browser
  FROM silver.listens
)
SELECT
  date_part,
  session_id,
  max(user_id) AS user_id,
  min(event_time) AS first_time,
  max(event_time) AS last_time,
  count_if(is_play) AS plays,
  count_if(NOT is_play) AS pages,
  min_by(level, ROW(event_time, item_in_session)) AS first_level,
  max_by(level, ROW(event_time, item_in_session)) AS last_level,
  min_by(device, ROW(event_time, item_in_session)) AS device,
  min_by(os, ROW(event_time, item_in_session)) AS os,
  min_by(browser, ROW(event_time, item_in_session)) AS browser
FROM events
GROUP BY date_part, session_id;

COMMENT ON COLUMN silver.session_dates.date_part IS 'The UTC date. Filter by it: it decides which files are read.';
COMMENT ON COLUMN silver.session_dates.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.session_dates.user_id IS 'The account that logged in; null where nobody did. Of two under one session number, the one whose id sorts last.';
COMMENT ON COLUMN silver.session_dates.first_time IS 'The first page view or play on the date, in UTC.';
COMMENT ON COLUMN silver.session_dates.last_time IS 'The last page view or play on the date, in UTC.';
COMMENT ON COLUMN silver.session_dates.plays IS 'Plays.';
COMMENT ON COLUMN silver.session_dates.pages IS 'Page views, NextSong among them.';
COMMENT ON COLUMN silver.session_dates.first_level IS 'The level of the first event: free or paid.';
COMMENT ON COLUMN silver.session_dates.last_level IS 'The level of the last event.';
COMMENT ON COLUMN silver.session_dates.device IS 'The device family of the first event.';
COMMENT ON COLUMN silver.session_dates.os IS 'The operating system family of the first event.';
COMMENT ON COLUMN silver.session_dates.browser IS 'The browser family of the first event.';
