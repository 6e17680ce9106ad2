-- A session is a part of one date and, if it goes on, a part of the next date. So a filter by date reads the files of three dates.
-- A part goes on over midnight if no silence lies between. A song that plays over midnight can also bridge silences between later parts of
-- the next date: those parts count as one. If they last to within an hour of their own midnight, they do not continue the part before. So
-- each part is in one session, and no session crosses two midnights.
-- If the events of one session number on one side of midnight name no user, that part belongs to the number's last user before it, or
-- else to the first one after it.
-- grain: date_part, session_id, user_id?, started_at
-- example: SELECT date_part, count(*) AS sessions, round(avg(length_seconds) / 60, 1) AS minutes, round(avg(plays), 1) AS plays FROM gold.fact_session GROUP BY date_part ORDER BY date_part
CREATE OR REPLACE VIEW gold.fact_session
COMMENT 'Sessions: one row for each session, on the UTC date on which it began. A session is the activity of one user under one session number without a silence of more than an hour. A playing song is no silence: its whole length counts, even if it was ended early. A page view can have no user, such as before a login. It gets the user of the last earlier event with the same session number and UTC date that has a user. If there is none, it gets the user of the first later one. Both are looked for among 100 events at most. A session continues over a midnight if there is no such silence around it. If nobody under the number has a user on one side of the midnight, the page views of that side are part of the session. A session that lasts until less than an hour before the next midnight is cut at the first midnight and counts as two.'
AS
WITH
ends AS (
  SELECT date_part + INTERVAL '1' DAY AS date_part, session_id, listener_id, heard_until, is_last_of_number
  FROM silver.session_parts
  WHERE is_last
),
marked_parts AS (
  SELECT own.*, ends.session_id IS NOT NULL AS goes_on
  FROM silver.session_parts AS own
  LEFT JOIN ends
    ON ends.date_part = own.date_part
    AND ends.session_id = own.session_id
    AND own.first_time <= ends.heard_until + INTERVAL '1' HOUR
    AND (
      ends.listener_id = own.listener_id
      OR (ends.listener_id IS NULL OR own.listener_id IS NULL) AND ends.is_last_of_number AND own.is_of_first
    )
),
own_parts AS (
  SELECT
    date_part,
    session_id,
    listener_id,
    goes_on,
    min(first_time) AS first_time,
    max(last_time) AS last_time,
    max(heard_until) AS heard_until,
    sum(plays) AS plays,
    sum(pages) AS pages,
    min_by(first_level, first_time) FILTER (WHERE first_level IS NOT NULL) AS first_level,
    max_by(last_level, first_time) FILTER (WHERE last_level IS NOT NULL) AS last_level,
    min_by(ROW(device, os, browser, form), first_time) AS client,
    bool_or(is_last) AS is_last,
    bool_or(is_last_of_number) AS is_last_of_number
  FROM marked_parts
  GROUP BY date_part, session_id, listener_id, goes_on, IF(NOT goes_on, first_time)
),
rests AS (
  SELECT
    date_part - INTERVAL '1' DAY AS date_part, session_id, listener_id, first_time, last_time, heard_until, plays, pages, first_level,
    last_level, is_last, is_of_first
  FROM silver.session_parts
),
sessions AS (
  SELECT
    own.date_part,
    own.session_id,
    own.listener_id,
    own.first_time,
    own.last_time,
    own.plays,
    own.pages,
    own.first_level,
    own.last_level,
    own.client,
    IF(
      NOT bool_or(rest.is_last AND rest.heard_until >= CAST(own.date_part AS timestamp(3)) + INTERVAL '47' HOUR),
      ROW(
        max(rest.listener_id),
        max(rest.last_time),
        sum(rest.plays),
        sum(rest.pages),
        min_by(rest.first_level, rest.first_time) FILTER (WHERE rest.first_level IS NOT NULL),
        max_by(rest.last_level, rest.first_time) FILTER (WHERE rest.last_level IS NOT NULL)
      )
    ) AS rest
  FROM own_parts AS own
  LEFT JOIN rests AS rest
    ON rest.date_part = own.date_part
    AND rest.session_id = own.session_id
    AND own.is_last
    AND rest.first_time <= own.heard_until + INTERVAL '1' HOUR
    AND (
      rest.listener_id = own.listener_id
      OR (rest.listener_id IS NULL OR own.listener_id IS NULL) AND rest.is_of_first AND own.is_last_of_number
    )
  WHERE NOT own.goes_on OR own.is_last AND own.heard_until >= CAST(own.date_part AS timestamp(3)) + INTERVAL '23' HOUR
  GROUP BY
    own.date_part, own.session_id, own.listener_id, own.first_time, own.last_time, own.plays, own.pages, own.first_level,
    own.last_level, own.client
)
SELECT
  date_part,
  session_id,
  coalesce(lower(to_hex(md5(to_utf8(coalesce(listener_id, rest[1]))))), 'unknown') AS account_key,
  coalesce(listener_id, rest[1]) AS user_id,
  CAST(date_format(first_time, '%Y%m%d%H') AS bigint) AS date_key,
  CAST(date_format(first_time, '%Y%m%d') AS bigint) AS day_key,
  first_time AS started_at,
  coalesce(rest[2], last_time) AS ended_at,
  date_diff('millisecond', first_time, coalesce(rest[2], last_time)) / 1000e0 AS length_seconds,
  plays + coalesce(rest[3], 0) AS plays,
  pages + coalesce(rest[4], 0) AS pages,
  coalesce(first_level, rest[5]) AS level,
  coalesce(rest[6], last_level) AS level_at_end,
  client[1] AS device,
  client[2] AS os,
  client[3] AS browser,
  client[4] AS form
FROM sessions;

COMMENT ON COLUMN gold.fact_session.date_part IS 'The UTC date on which it began. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.fact_session.session_id IS 'The session''s number, as the producer gives it. Another user can have the same number, or the same user after an hour of silence.';
COMMENT ON COLUMN gold.fact_session.account_key IS 'The key of dim_user; ''unknown'' if nobody logged in.';
COMMENT ON COLUMN gold.fact_session.user_id IS 'The account of the session; null if nobody logged in.';
COMMENT ON COLUMN gold.fact_session.date_key IS 'The hour in which it began, as yyyyMMddHH in UTC: the key of dim_datetime.';
COMMENT ON COLUMN gold.fact_session.day_key IS 'The UTC date on which it began, as yyyyMMdd: the key of dim_date.';
COMMENT ON COLUMN gold.fact_session.started_at IS 'The first page view or play, in UTC.';
COMMENT ON COLUMN gold.fact_session.ended_at IS 'The last page view or play, in UTC. The listened time of a last play is not included.';
COMMENT ON COLUMN gold.fact_session.length_seconds IS 'Seconds from started_at to ended_at.';
COMMENT ON COLUMN gold.fact_session.plays IS 'Plays.';
COMMENT ON COLUMN gold.fact_session.pages IS 'Page views, including NextSong.';
COMMENT ON COLUMN gold.fact_session.level IS 'The level in the first event of its user that has one: free or paid; null if there is none, such as in a session without a login.';
COMMENT ON COLUMN gold.fact_session.level_at_end IS 'The level in the last event of its user that has one.';
COMMENT ON COLUMN gold.fact_session.device IS 'The device family of the first event.';
COMMENT ON COLUMN gold.fact_session.os IS 'The operating system family of the first event.';
COMMENT ON COLUMN gold.fact_session.browser IS 'The browser family of the first event.';
COMMENT ON COLUMN gold.fact_session.form IS 'The kind of client of the first event, such as phone or tv; bot for a program; unknown if it is not known.';
