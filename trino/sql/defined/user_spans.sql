-- What a user's events of one date say, in fewer rows. Levels, names and cancellations follow from these rows as they do from the events.
-- Sorting all events would cost the most. So equal events of a user and date become one span, from the first to the last of them. Spans
-- seldom overlap. Spans that overlap are split into their events, and these are sorted.
-- Each date of a user stands for itself, so lake advance makes only the dates anew of which there are new events.
CREATE OR REPLACE VIEW defined.user_spans
COMMENT 'Events of users in short: one row for each span of equal events of one user and UTC date. It has all that defined.users needs of the date. Personal data.'
AS
WITH
all_events AS (
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'page_view' AS type, event_id,
    level, first_name, last_name, gender, registered_at,
    IF(page = 'Cancellation Confirmation' OR auth = 'Cancelled', event_time) AS cancelled_at,
    CAST(NULL AS timestamp(3)) AS logged_in_at
  FROM bronze.page_view_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'listen' AS type, event_id,
    level, first_name, last_name, gender, registered_at, IF(auth = 'Cancelled', event_time), NULL
  FROM bronze.listen_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'auth' AS type, event_id,
    level, first_name, last_name, gender, registered_at, IF(auth = 'Cancelled', event_time), IF(success, event_time)
  FROM bronze.auth_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'status_change' AS type, event_id,
    level, first_name, last_name, gender, registered_at, IF(auth = 'Cancelled', event_time), NULL
  FROM bronze.status_change_events
  WHERE user_id IS NOT NULL
),
user_events AS (
  SELECT all_events.*
  FROM all_events
  ${of_touched_events}
),
spans AS (
  SELECT
    user_id, event_date, level, first_name, last_name, gender, registered_at,
    min(event_time) AS first_time,
    max(event_time) AS last_time,
    min(event_time) FILTER (WHERE type <> 'status_change') AS level_time,
    min(cancelled_at) AS cancelled_at,
    max(cancelled_at) AS last_cancelled_at,
    max(logged_in_at) AS logged_in_at
  FROM user_events
  GROUP BY user_id, event_date, level, first_name, last_name, gender, registered_at
),
ordered_spans AS (
  SELECT
    user_id, event_date, level, first_name, last_name, gender, registered_at, first_time, last_time, level_time,
    cancelled_at, last_cancelled_at,
    max(logged_in_at) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS logged_in_at,
    first_time <= max(last_time) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      OR lead(first_time) OVER in_order <= max(last_time) OVER (in_order ROWS UNBOUNDED PRECEDING) AS is_overlapped
  FROM spans
  WINDOW in_order AS (PARTITION BY user_id, event_date ORDER BY first_time)
),
-- A span with signs of a cancellation on both sides of the date's last login is mixed, too.
compared_spans AS (
  SELECT
    *,
    is_overlapped OR coalesce(logged_in_at > cancelled_at AND logged_in_at <= last_cancelled_at, false) AS is_mixed
  FROM ordered_spans
),
-- A mixed span has a row for each of its events, any other span has one row. The other spans have no date to join by, so Trino's
-- dynamic filter of dates reads only the files of mixed spans again. The join by user spreads the rows over workers.
-- A condition on the time excludes rows that land between the two readings. The other columns are compared as one row, because Trino
-- 483 makes a filter that lets nothing pass, not even null, if a column is null in every span.
span_events AS (
  SELECT
    compared.user_id,
    compared.event_date,
    coalesce(events.event_time, compared.first_time) AS event_time,
    events.session_id,
    events.item_in_session,
    events.type,
    events.event_id,
    IF(events.type IS NULL, compared.level_time, IF(events.type <> 'status_change', events.event_time)) AS level_time,
    compared.level,
    compared.first_name,
    compared.last_name,
    compared.gender,
    compared.registered_at,
    coalesce(events.cancelled_at, compared.cancelled_at) AS cancelled_at,
    compared.logged_in_at
  FROM user_events AS events
  RIGHT JOIN compared_spans AS compared
    ON events.user_id = compared.user_id
    AND events.event_date = IF(compared.is_mixed, compared.event_date)
    AND events.event_time BETWEEN compared.first_time AND compared.last_time
    AND ROW(events.level, events.first_name, events.last_name, events.gender, events.registered_at)
      IS NOT DISTINCT FROM ROW(compared.level, compared.first_name, compared.last_name, compared.gender, compared.registered_at)
),
changes AS (
  SELECT changes.user_id, changes.event_date, changes.event_time, changes.session_id, changes.item_in_session, changes.event_id, changes.to_level
  FROM silver.status_changes AS changes
  ${of_touched_changes}
  WHERE changes.user_id IS NOT NULL AND changes.to_level IS NOT NULL
)
-- In a span that begins with a status change, the level begins with a later event, or never.
SELECT
  user_id, event_date, told.event_time, session_id, item_in_session, type, event_id,
  told.level, first_name, last_name, gender, registered_at, cancelled_at, logged_in_at,
  CAST(NULL AS varchar) AS new_level
FROM span_events
CROSS JOIN UNNEST(
  IF(level_time > span_events.event_time, ARRAY[span_events.event_time, level_time], ARRAY[span_events.event_time]),
  IF(level_time > span_events.event_time, ARRAY[NULL, span_events.level], ARRAY[IF(level_time IS NOT NULL, span_events.level)])
) AS told (event_time, level)
UNION ALL
SELECT
  user_id, event_date, event_time, session_id, item_in_session, 'status_change', event_id,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  to_level
FROM changes;
