-- A slowly changing dimension (type 2) of the level. Names come from bronze, because silver has none.
-- The order of event_time decides the level. So an event that arrives late counts at its own time.
--   1. A status change that names its new level (silver.status_changes.to_level) sets the level from its event_time on.
--   2. On its UTC date and the 30 dates after it, the level in other events is ignored, because a client that was offline still sends the
--      old level. After that it counts again, because a change may have been lost.
--   3. Without such a change, the level is that of the latest event that is no status change. The level in a status change itself is
--      never used, because eventsim sends the level before the change there, and other producers do not say which one they send.
--   4. An account is cancelled from the first event on that shows it. Only a successful login brings it back; then a later one cancels it again.
-- Every event that names a user counts, of all four types, because users who only browse are users, too.
-- If events of one millisecond have both levels, the last of them sets the level of that instant. So no period is empty, and each instant
-- has exactly one row.
CREATE OR REPLACE VIEW defined.users
COMMENT 'Periods of users by the definition: one row for each period that a user spent on one level, [valid_from, valid_to). Personal data.'
AS
WITH
-- The level in an event is ignored while a change applies.
believed_events AS (
  SELECT
    user_id, event_time, session_id, item_in_session, type, event_id,
    first_name, last_name, gender, registered_at, cancelled_at,
    max(logged_in_at) OVER (PARTITION BY user_id) AS logged_in_at,
    CASE
      WHEN new_level IS NOT NULL THEN new_level
      WHEN CAST(event_time AS date)
        <= CAST(last_value(IF(new_level IS NOT NULL, event_time)) IGNORE NULLS OVER (in_order ROWS UNBOUNDED PRECEDING) AS date) + INTERVAL '30' DAY THEN NULL
      ELSE level
    END AS level
  FROM defined.user_spans
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
  user_id,
  first_name,
  last_name,
  gender,
  level,
  registered_at,
  valid_from,
  next_change,
  cancelled_at
FROM level_changes;
