-- Slowly changing, type 2, over the level as events carry it; from bronze, because silver has no names.
-- Every event that names a user counts, of all four types: who only browses is a user too.
-- To sort all events is what would cost most, so what a user's events of one date say alike is one span from the first to
-- the last of them. Spans seldom overlap; those that do are taken apart into their events, which are sorted.
-- Where events of one millisecond carry both levels, the last of them says the level of that instant, so that
-- no interval is empty and each instant has exactly one row.
CREATE OR REPLACE VIEW silver.dim_users
COMMENT 'Users: one row for each time that a user spent on one level, [valid_from, valid_to). Personal data.'
AS
WITH
user_events AS (
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'page_view' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.page_view_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'listen' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.listen_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'auth' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.auth_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_date, event_time, session_id, item_in_session, 'status_change' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.status_change_events
  WHERE user_id IS NOT NULL
),
spans AS (
  SELECT
    user_id, event_date, level, first_name, last_name, gender, registered_at,
    min(event_time) AS first_time,
    max(event_time) AS last_time
  FROM user_events
  GROUP BY user_id, event_date, level, first_name, last_name, gender, registered_at
),
compared_spans AS (
  SELECT
    *,
    first_time <= max(last_time) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      OR lead(first_time) OVER in_order <= max(last_time) OVER (in_order ROWS UNBOUNDED PRECEDING) AS is_mixed
  FROM spans
  WINDOW in_order AS (PARTITION BY user_id ORDER BY first_time)
),
-- A mixed span has a row for each of its events, any other one row. Those others have no date to join by, so that the filter
-- that Trino makes of the dates leaves only the files of mixed ones to be read again; by user the rows spread over workers.
-- What lands between the two readings is kept out by the time. The rest is compared as one row: of a column that is null in
-- every span, Trino 483 makes a filter that lets nothing pass, not even null.
span_events AS (
  SELECT
    compared.user_id,
    coalesce(events.event_time, compared.first_time) AS event_time,
    events.session_id,
    events.item_in_session,
    events.type,
    events.event_id,
    compared.level,
    compared.first_name,
    compared.last_name,
    compared.gender,
    compared.registered_at
  FROM user_events AS events
  RIGHT JOIN compared_spans AS compared
    ON events.user_id = compared.user_id
    AND events.event_date = IF(compared.is_mixed, compared.event_date)
    AND events.event_time BETWEEN compared.first_time AND compared.last_time
    AND ROW(events.level, events.first_name, events.last_name, events.gender, events.registered_at)
      IS NOT DISTINCT FROM ROW(compared.level, compared.first_name, compared.last_name, compared.gender, compared.registered_at)
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
    last_value(registered_at) IGNORE NULLS OVER whole AS registered_at
  FROM span_events
  WINDOW
    in_order AS (
      PARTITION BY user_id
      -- Producers number their sessions: 9 comes before 10. Ids that are no numbers follow, by their text.
      ORDER BY event_time, try_cast(session_id AS bigint), session_id, item_in_session, type, event_id
    ),
    whole AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
level_at_each_instant AS (
  SELECT
    user_id, event_time, level, first_name, last_name, gender, registered_at,
    lag(level) OVER by_time AS previous_level,
    row_number() OVER by_time AS place
  FROM ordered_events
  WHERE next_event_time IS NULL OR next_event_time > event_time
  WINDOW by_time AS (PARTITION BY user_id ORDER BY event_time)
),
level_changes AS (
  SELECT
    user_id, level, first_name, last_name, gender, registered_at,
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
  next_change IS NULL AS is_current
FROM level_changes
UNION ALL
SELECT
  'unknown', NULL, NULL, NULL, NULL, NULL, NULL,
  TIMESTAMP '${first_date} 00:00:00.000', TIMESTAMP '9999-12-31 00:00:00.000', true;

COMMENT ON COLUMN silver.dim_users.user_key IS 'md5 of user_id, U+001F, valid_from; ''unknown'' for the unknown member.';
COMMENT ON COLUMN silver.dim_users.user_id IS 'The account; null for the unknown member.';
COMMENT ON COLUMN silver.dim_users.first_name IS 'The first name that the user''s latest event gives.';
COMMENT ON COLUMN silver.dim_users.last_name IS 'The last name that the latest event gives.';
COMMENT ON COLUMN silver.dim_users.gender IS 'The gender that the latest event gives.';
COMMENT ON COLUMN silver.dim_users.level IS 'The subscription level in this time: free or paid.';
COMMENT ON COLUMN silver.dim_users.registered_at IS 'When the account was registered, in UTC, as the latest event gives it.';
COMMENT ON COLUMN silver.dim_users.valid_from IS 'From when on, inclusive, in UTC: the first event that carries the level.';
COMMENT ON COLUMN silver.dim_users.valid_to IS 'Until when, exclusive, in UTC: the next row''s valid_from; 9999-12-31 for the current row.';
COMMENT ON COLUMN silver.dim_users.is_current IS 'Whether this is the row of the latest level: one row for each user.';
