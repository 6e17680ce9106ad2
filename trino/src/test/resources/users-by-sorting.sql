-- silver.dim_users as it is defined: all of a user's events are sorted, and tell one after the other what is so from then on.
WITH
user_events AS (
  SELECT
    user_id, event_time, session_id, item_in_session, 'page_view' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.page_view_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_time, session_id, item_in_session, 'listen' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.listen_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_time, session_id, item_in_session, 'auth' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.auth_events
  WHERE user_id IS NOT NULL
  UNION ALL
  SELECT
    user_id, event_time, session_id, item_in_session, 'status_change' AS type, event_id,
    level, first_name, last_name, gender, registered_at
  FROM bronze.status_change_events
  WHERE user_id IS NOT NULL
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
  FROM user_events
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
