-- A slowly changing dimension (type 2) of the level. Names come from bronze, because silver has none.
-- The order of event_time decides the level. So an event that arrives late counts at its own time.
--   1. A status change that names its new level (silver.status_changes.to_level) sets the level from its event_time on.
--   2. On its UTC date and the 30 dates after it, the level in other events is ignored, because a client that was offline still sends the
--      old level. After that it counts again, because a change may have been lost.
--   3. Without such a change, the level is that of the latest event that is no status change. The level in a status change itself is
--      never used, because eventsim sends the level before the change there, and other producers do not say which one they send.
--   4. An account is cancelled from the first event on that shows it. Only a successful login brings it back; then a later one cancels it again.
-- Every event that names a user counts, of all four types, because users who only browse are users, too.
-- Sorting all events would cost the most. So equal events of a user and date become one span, from the first to the last of them. Spans
-- seldom overlap. Spans that overlap are split into their events, and these are sorted.
-- If events of one millisecond have both levels, the last of them sets the level of that instant. So no period is empty, and each instant
-- has exactly one row.
CREATE OR REPLACE VIEW silver.dim_users
COMMENT 'Users: one row for each period that a user spent on one level, [valid_from, valid_to). Personal data.'
AS
WITH
user_events AS (
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
  WINDOW in_order AS (PARTITION BY user_id ORDER BY first_time)
),
-- A span with signs of a cancellation on both sides of the last login is mixed, too.
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
-- In a span that begins with a status change, the level begins with a later event, or never.
told_events AS (
  SELECT
    user_id, told.event_time, session_id, item_in_session, type, event_id,
    told.level, first_name, last_name, gender, registered_at, cancelled_at, logged_in_at,
    CAST(NULL AS varchar) AS new_level, CAST(NULL AS timestamp(3)) AS changed_at
  FROM span_events
  CROSS JOIN UNNEST(
    IF(level_time > span_events.event_time, ARRAY[span_events.event_time, level_time], ARRAY[span_events.event_time]),
    IF(level_time > span_events.event_time, ARRAY[NULL, span_events.level], ARRAY[IF(level_time IS NOT NULL, span_events.level)])
  ) AS told (event_time, level)
  UNION ALL
  SELECT
    user_id, event_time, session_id, item_in_session, 'status_change', event_id,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    to_level, event_time
  FROM silver.status_changes
  WHERE user_id IS NOT NULL AND to_level IS NOT NULL
),
-- The level in an event is ignored while a change applies.
believed_events AS (
  SELECT
    user_id, event_time, session_id, item_in_session, type, event_id,
    first_name, last_name, gender, registered_at, cancelled_at, logged_in_at,
    CASE
      WHEN new_level IS NOT NULL THEN new_level
      WHEN CAST(event_time AS date)
        <= CAST(last_value(changed_at) IGNORE NULLS OVER (in_order ROWS UNBOUNDED PRECEDING) AS date) + INTERVAL '30' DAY THEN NULL
      ELSE level
    END AS level
  FROM told_events
  WINDOW in_order AS (
    PARTITION BY user_id
    -- Producers number their sessions, so 9 comes before 10. Ids that are not numbers follow, in the order of their text.
    ORDER BY event_time, try_cast(session_id AS bigint), session_id, item_in_session, type, event_id
  )
),
ordered_events AS (
  SELECT
    user_id,
    event_time,
    lead(event_time) OVER in_order AS next_event_time,
    last_value(level) IGNORE NULLS OVER (in_order ROWS UNBOUNDED PRECEDING) AS level,
    last_value(first_name) IGNORE NULLS OVER whole AS first_name,
    last_value(last_name) IGNORE NULLS OVER whole AS last_name,
    last_value(gender) IGNORE NULLS OVER whole AS gender,
    last_value(registered_at) IGNORE NULLS OVER whole AS registered_at,
    min(IF(logged_in_at > cancelled_at, NULL, cancelled_at)) OVER whole AS cancelled_at
  FROM believed_events
  WINDOW
    in_order AS (
      PARTITION BY user_id
      ORDER BY event_time, try_cast(session_id AS bigint), session_id, item_in_session, type, event_id
    ),
    whole AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
level_at_each_instant AS (
  SELECT
    user_id, event_time, level, first_name, last_name, gender, registered_at, cancelled_at,
    lag(level) OVER by_time AS previous_level,
    row_number() OVER by_time AS place
  FROM ordered_events
  WHERE next_event_time IS NULL OR next_event_time > event_time
  WINDOW by_time AS (PARTITION BY user_id ORDER BY event_time)
),
level_changes AS (
  SELECT
    user_id, level, first_name, last_name, gender, registered_at, cancelled_at,
    event_time AS valid_from,
    lead(event_time) OVER (PARTITION BY user_id ORDER BY event_time) AS next_change
  FROM level_at_each_instant
  WHERE place = 1 OR level IS DISTINCT FROM previous_level
)
SELECT
  lower(to_hex(md5(to_utf8(user_id || chr(31) || CAST(valid_from AS varchar))))) AS user_key,
  user_id,
  first_name,
  last_name,
  gender,
  level,
  registered_at,
  valid_from,
  coalesce(next_change, TIMESTAMP '9999-12-31 00:00:00.000') AS valid_to,
  next_change IS NULL AS is_current,
  cancelled_at
FROM level_changes
UNION ALL
SELECT
  'unknown', NULL, NULL, NULL, NULL, NULL, NULL,
  TIMESTAMP '${first_date} 00:00:00.000', TIMESTAMP '9999-12-31 00:00:00.000', true, NULL;

COMMENT ON COLUMN silver.dim_users.user_key IS 'md5 of user_id, U+001F, valid_from; ''unknown'' for the unknown member.';
COMMENT ON COLUMN silver.dim_users.user_id IS 'The account; null for the unknown member.';
COMMENT ON COLUMN silver.dim_users.first_name IS 'The first name that the user''s latest event gives.';
COMMENT ON COLUMN silver.dim_users.last_name IS 'The last name that the latest event gives.';
COMMENT ON COLUMN silver.dim_users.gender IS 'The gender that the latest event gives.';
COMMENT ON COLUMN silver.dim_users.level IS 'The subscription level in this period: free or paid, from a status change that names the new level, or from other events; null if neither names one.';
COMMENT ON COLUMN silver.dim_users.registered_at IS 'When the account was registered, in UTC, as the latest event gives it.';
COMMENT ON COLUMN silver.dim_users.valid_from IS 'The start of the period, inclusive, in UTC: the status change that names the level, or the first event that carries it.';
COMMENT ON COLUMN silver.dim_users.valid_to IS 'The end of the period, exclusive, in UTC: the next row''s valid_from; 9999-12-31 for the current row.';
COMMENT ON COLUMN silver.dim_users.is_current IS 'Whether this is the row of the latest level: one row for each user.';
COMMENT ON COLUMN silver.dim_users.cancelled_at IS 'When the account was cancelled, in UTC: the first page Cancellation Confirmation, or event with the login state Cancelled, since the last successful login. Null if there is none.';
