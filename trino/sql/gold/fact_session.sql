-- A session is what one session number did on one date and, if it goes on within an hour, on the next: by dates, so that a
-- filter by date reaches four dates' files at most, and numbers that producers use again do not meet. What goes on past a
-- second midnight has a row for each date from there on, so that every event is in one session. An hour's gap over midnight
-- means an event from 23:00 on and one before 01:00, which is all that is read of the dates before.
-- grain: date_part, session_id
-- example: SELECT date_part, count(*) AS sessions, round(avg(length_seconds) / 60, 1) AS minutes, round(avg(plays), 1) AS plays FROM gold.fact_session GROUP BY date_part ORDER BY date_part
CREATE OR REPLACE VIEW gold.fact_session
COMMENT 'Sessions: one row for each session, on the UTC date on which it began. A session number that is silent for an hour over midnight is another session on the next date, and so is what goes on past a second midnight. Two users under one session number on one date are one row: count users in fact_stream or fact_page_view.'
AS
WITH
events_by_midnight AS (
  SELECT event_date, session_id, event_time FROM silver.page_views WHERE hour(event_time) IN (0, 23)
  UNION ALL
  SELECT event_date, session_id, event_time FROM silver.listens WHERE hour(event_time) IN (0, 23)
),
dates_before AS (
  SELECT
    date_part,
    session_id,
    max(event_time) FILTER (WHERE days = 1 AND hour(event_time) = 23) AS last_time,
    min(event_time) FILTER (WHERE days = 1 AND hour(event_time) = 0) AS first_time,
    max(event_time) FILTER (WHERE days = 2 AND hour(event_time) = 23) AS last_time_before
  FROM (
    SELECT event_date + INTERVAL '1' DAY AS date_part, 1 AS days, session_id, event_time FROM events_by_midnight
    UNION ALL
    SELECT event_date + INTERVAL '2' DAY, 2, session_id, event_time FROM events_by_midnight
  )
  GROUP BY date_part, session_id
),
next_date AS (
  SELECT date_part - INTERVAL '1' DAY AS date_part, session_id, user_id, first_time, last_time, plays, pages, last_level
  FROM silver.session_dates
),
pieces AS (
  SELECT
    own.date_part,
    own.session_id,
    own.user_id,
    own.first_time,
    own.last_time,
    own.plays,
    own.pages,
    own.first_level,
    own.last_level,
    own.device,
    own.os,
    own.browser,
    coalesce(own.first_time <= before.last_time + INTERVAL '1' HOUR, false) AS goes_on,
    coalesce(before.first_time <= before.last_time_before + INTERVAL '1' HOUR, false) AS went_on_before
  FROM silver.session_dates AS own
  LEFT JOIN dates_before AS before ON before.date_part = own.date_part AND before.session_id = own.session_id
)
SELECT
  pieces.date_part,
  pieces.session_id,
  coalesce(lower(to_hex(md5(to_utf8(coalesce(greatest(pieces.user_id, rest.user_id), pieces.user_id, rest.user_id))))), 'unknown')
    AS account_key,
  coalesce(greatest(pieces.user_id, rest.user_id), pieces.user_id, rest.user_id) AS user_id,
  CAST(date_format(pieces.first_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(pieces.first_time, '%Y%m%d') AS bigint) AS day_key,
  pieces.first_time AS started_at,
  coalesce(rest.last_time, pieces.last_time) AS ended_at,
  date_diff('millisecond', pieces.first_time, coalesce(rest.last_time, pieces.last_time)) / 1000e0 AS length_seconds,
  pieces.plays + coalesce(rest.plays, 0) AS plays,
  pieces.pages + coalesce(rest.pages, 0) AS pages,
  pieces.first_level AS level,
  if(rest.session_id IS NULL, pieces.last_level, rest.last_level) AS level_at_end,
  pieces.device,
  pieces.os,
  pieces.browser
FROM pieces
LEFT JOIN next_date AS rest
  ON rest.date_part = pieces.date_part
  AND rest.session_id = pieces.session_id
  AND rest.first_time <= pieces.last_time + INTERVAL '1' HOUR
  AND NOT pieces.goes_on
WHERE NOT (pieces.goes_on AND NOT pieces.went_on_before);

COMMENT ON COLUMN gold.fact_session.date_part IS 'The UTC date on which it began. Filter by it: it decides which files are read.';
COMMENT ON COLUMN gold.fact_session.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN gold.fact_session.account_key IS 'The key of dim_user; ''unknown'' where nobody logged in.';
COMMENT ON COLUMN gold.fact_session.user_id IS 'The account that logged in; null where nobody did. Of two under one session number, the one whose id sorts last.';
COMMENT ON COLUMN gold.fact_session.date_key IS 'The hour in which it began, as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_session.day_key IS 'The UTC date on which it began, as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_session.started_at IS 'The first page view or play, in UTC.';
COMMENT ON COLUMN gold.fact_session.ended_at IS 'The last page view or play, in UTC; how long a last play was listened to is not known.';
COMMENT ON COLUMN gold.fact_session.length_seconds IS 'Seconds from the one to the other.';
COMMENT ON COLUMN gold.fact_session.plays IS 'Plays.';
COMMENT ON COLUMN gold.fact_session.pages IS 'Page views, NextSong among them.';
COMMENT ON COLUMN gold.fact_session.level IS 'The level of the first event: free or paid.';
COMMENT ON COLUMN gold.fact_session.level_at_end IS 'The level of the last event.';
COMMENT ON COLUMN gold.fact_session.device IS 'The device family of the first event.';
COMMENT ON COLUMN gold.fact_session.os IS 'The operating system family of the first event.';
COMMENT ON COLUMN gold.fact_session.browser IS 'The browser family of the first event.';
