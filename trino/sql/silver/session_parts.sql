-- Within an hour of the clock there is no silence of more than an hour. So a user's events are first counted by hour, and only hours are
-- sorted, which are a few for each session. Page views without a user are counted by their time. Two users can have the same number in one
-- hour, and the events before a page view decide whose it is. So if a number has such a page view and several users, or more than 100 of
-- them, its hours are split into their events: then each page view gets the same user as in silver.session_timeline. Other hours have no
-- number to join by, so Trino's dynamic filter reads their events only once.
-- The level in an event without a user belongs to nobody, so no session has it.
CREATE OR REPLACE VIEW silver.session_parts
COMMENT 'Parts of sessions: one row for the activity of one user under one session number on one UTC date, without a silence of more than an hour. While a song plays, there is no silence; its whole length counts, even if it was ended before. gold.fact_session joins parts over midnight.'
AS
WITH
events AS (
  SELECT
    event_date AS date_part, session_id, event_time, IF(user_id IS NULL, event_time, date_trunc('hour', event_time)) AS hour,
    coalesce(item_in_session, -1) AS item, 0 AS kind, user_id, level, device, os, browser, form, CAST(0 AS double) AS duration_seconds,
    source_partition, source_offset
  FROM silver.page_views
  UNION ALL
  SELECT
    event_date, session_id, event_time, IF(user_id IS NULL, event_time, date_trunc('hour', event_time)),
    coalesce(item_in_session, -1), 1, user_id, level, device, os, browser, form, duration_seconds,
    source_partition, source_offset
  FROM silver.listens
),
hours AS (
  SELECT
    date_part,
    session_id,
    user_id,
    hour,
    min(event_time) AS first_time,
    max(event_time) AS last_time,
    max(event_time + coalesce(duration_seconds, 0) * INTERVAL '1' SECOND) AS heard_until,
    count_if(kind = 1) AS plays,
    count_if(kind = 0) AS pages,
    min_by(
      ROW(device, os, browser, form, ROW(item, kind, source_partition, source_offset)),
      ROW(event_time, item, kind, source_partition, source_offset)
    ) AS first_event,
    min_by(level, ROW(event_time, item, kind, source_partition, source_offset))
      FILTER (WHERE user_id IS NOT NULL AND level IS NOT NULL) AS first_level,
    max_by(level, ROW(event_time, item, kind, source_partition, source_offset))
      FILTER (WHERE user_id IS NOT NULL AND level IS NOT NULL) AS last_level
  FROM events
  GROUP BY date_part, session_id, user_id, hour
),
compared_hours AS (
  SELECT
    *,
    min(user_id) OVER in_number IS NOT NULL
      AND coalesce(sum(IF(user_id IS NULL, plays + pages)) OVER in_number, 0)
        > IF(min(user_id) OVER in_number < max(user_id) OVER in_number, 0, 100) AS is_mixed
  FROM hours
  WINDOW in_number AS (PARTITION BY date_part, session_id)
),
-- A condition on the time excludes rows that land between the two readings.
split_hours AS (
  SELECT
    compared.date_part,
    compared.session_id,
    compared.user_id,
    coalesce(events.event_time, compared.first_time) AS first_time,
    coalesce(events.event_time, compared.last_time) AS last_time,
    coalesce(events.event_time + coalesce(events.duration_seconds, 0) * INTERVAL '1' SECOND, compared.heard_until) AS heard_until,
    coalesce(events.kind, compared.plays) AS plays,
    coalesce(1 - events.kind, compared.pages) AS pages,
    IF(
      events.event_time IS NULL,
      compared.first_event,
      ROW(
        events.device, events.os, events.browser, events.form,
        ROW(events.item, events.kind, events.source_partition, events.source_offset))
    ) AS first_event,
    IF(events.event_time IS NULL, compared.first_level, IF(events.user_id IS NOT NULL, events.level)) AS first_level,
    IF(events.event_time IS NULL, compared.last_level, IF(events.user_id IS NOT NULL, events.level)) AS last_level
  FROM events
  RIGHT JOIN compared_hours AS compared
    ON events.date_part = compared.date_part
    AND events.session_id = IF(compared.is_mixed, compared.session_id)
    AND events.hour = compared.hour
    AND coalesce(events.user_id, '') = coalesce(compared.user_id, '')
    AND events.event_time BETWEEN compared.first_time AND compared.last_time
),
named_hours AS (
  SELECT
    *,
    coalesce(
      user_id,
      last_value(user_id) IGNORE NULLS OVER (in_number ROWS 100 PRECEDING),
      first_value(user_id) IGNORE NULLS OVER (in_number ROWS BETWEEN CURRENT ROW AND 100 FOLLOWING)
    ) AS listener_id
  FROM split_hours
  WINDOW in_number AS (PARTITION BY date_part, session_id ORDER BY first_time, first_event[5][1], first_event[5][2], user_id)
),
ordered_hours AS (
  SELECT
    *,
    max(heard_until) OVER (
      PARTITION BY date_part, session_id, listener_id
      ORDER BY first_time
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS heard_before
  FROM named_hours
),
numbered_hours AS (
  SELECT
    *,
    count_if(first_time > heard_before + INTERVAL '1' HOUR) OVER (
      PARTITION BY date_part, session_id, listener_id
      ORDER BY first_time
      RANGE UNBOUNDED PRECEDING
    ) AS silences
  FROM ordered_hours
),
parts AS (
  SELECT
    date_part,
    session_id,
    listener_id,
    silences,
    min(first_time) AS first_time,
    max(last_time) AS last_time,
    max(heard_until) AS heard_until,
    sum(plays) AS plays,
    sum(pages) AS pages,
    min_by(first_event, ROW(first_time, first_event[5])) AS first_event,
    min_by(first_level, ROW(first_time, first_event[5])) FILTER (WHERE first_level IS NOT NULL) AS first_level,
    max_by(last_level, ROW(last_time, first_event[5])) FILTER (WHERE last_level IS NOT NULL) AS last_level
  FROM numbered_hours
  GROUP BY date_part, session_id, listener_id, silences
)
SELECT
  date_part,
  session_id,
  listener_id,
  first_time,
  last_time,
  heard_until,
  plays,
  pages,
  first_level,
  last_level,
  first_event[1] AS device,
  first_event[2] AS os,
  first_event[3] AS browser,
  coalesce(first_event[4], 'unknown') AS form,
  silences = max(silences) OVER (PARTITION BY date_part, session_id, listener_id) AS is_last,
  listener_id IS NOT DISTINCT FROM
    first_value(listener_id) OVER (PARTITION BY date_part, session_id ORDER BY first_time, listener_id) AS is_of_first,
  row_number() OVER (PARTITION BY date_part, session_id ORDER BY last_time DESC, listener_id DESC) = 1 AS is_last_of_number
FROM parts;

COMMENT ON COLUMN silver.session_parts.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN silver.session_parts.session_id IS 'The session, as the producer numbers it.';
COMMENT ON COLUMN silver.session_parts.listener_id IS 'The session''s user. An event without a user gets that of the last earlier event with the same session number that has a user, or else that of the first later one; null if no event has one.';
COMMENT ON COLUMN silver.session_parts.first_time IS 'The first page view or play, in UTC.';
COMMENT ON COLUMN silver.session_parts.last_time IS 'The last page view or play, in UTC.';
COMMENT ON COLUMN silver.session_parts.heard_until IS 'The end of its activity, in UTC: the last event, or the end of the last song if that is later.';
COMMENT ON COLUMN silver.session_parts.plays IS 'Plays.';
COMMENT ON COLUMN silver.session_parts.pages IS 'Page views, including NextSong.';
COMMENT ON COLUMN silver.session_parts.first_level IS 'The level in the first event with a user and a level: free or paid; null if there is none.';
COMMENT ON COLUMN silver.session_parts.last_level IS 'The level in the last such event.';
COMMENT ON COLUMN silver.session_parts.device IS 'The device family of the first event.';
COMMENT ON COLUMN silver.session_parts.os IS 'The operating system family of the first event.';
COMMENT ON COLUMN silver.session_parts.browser IS 'The browser family of the first event.';
COMMENT ON COLUMN silver.session_parts.form IS 'The kind of client of the first event, such as phone or tv; bot for a program; unknown if it is not known.';
COMMENT ON COLUMN silver.session_parts.is_last IS 'Whether it is the user''s last part under the number on the date.';
COMMENT ON COLUMN silver.session_parts.is_of_first IS 'Whether its user did the first part of all users under the number on the date.';
COMMENT ON COLUMN silver.session_parts.is_last_of_number IS 'Whether it is the last part of all users under the number on the date.';
