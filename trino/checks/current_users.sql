-- An account has the level of its latest change, unless an event more than 30 dates later has another level. Status changes do not
-- count as such events. cancelled_at is the time of the first event after the account's last login that shows the cancellation.
WITH
changes AS (
  SELECT
    user_id,
    max_by(to_level, ROW(
      event_time,
      coalesce(try_cast(session_id AS bigint), BIGINT '9223372036854775807'),
      session_id,
      coalesce(item_in_session, 2147483647),
      event_id)) AS level,
    max(event_date) AS changed_on
  FROM silver.status_changes
  WHERE ${happened_since} AND user_id IS NOT NULL AND to_level IS NOT NULL
  GROUP BY user_id
),
seen AS (
  SELECT user_id, max(event_date) AS last_date
  FROM (
    SELECT user_id, event_date FROM silver.page_views
    UNION ALL
    SELECT user_id, event_date FROM silver.listens
    UNION ALL
    SELECT user_id, event_date FROM silver.auth_attempts
  )
  WHERE ${happened_since} AND user_id IS NOT NULL
  GROUP BY user_id
),
logins AS (
  SELECT user_id, max(event_time) AS last_login
  FROM silver.auth_attempts
  WHERE ${happened_since} AND success
  GROUP BY user_id
),
cancellations AS (
  SELECT signs.user_id, min(signs.event_time) AS cancelled_at
  FROM (
    SELECT user_id, event_date, event_time FROM silver.page_views WHERE page = 'Cancellation Confirmation' OR auth = 'Cancelled'
    UNION ALL
    SELECT user_id, event_date, event_time FROM silver.listens WHERE auth = 'Cancelled'
    UNION ALL
    SELECT user_id, event_date, event_time FROM silver.auth_attempts WHERE auth = 'Cancelled'
    UNION ALL
    SELECT user_id, event_date, event_time FROM silver.status_changes WHERE auth = 'Cancelled'
  ) AS signs
  LEFT JOIN logins ON logins.user_id = signs.user_id
  WHERE ${happened_since} AND NOT coalesce(signs.event_time < logins.last_login, false)
  GROUP BY signs.user_id
),
compared AS (
  SELECT
    users.user_id,
    users.level,
    changes.level AS declared_level,
    users.is_cancelled,
    users.cancelled_at,
    coalesce(
      changes.level <> coalesce(users.level, '') AND coalesce(seen.last_date <= changes.changed_on + INTERVAL '30' DAY, true),
      false) AS is_level_wrong,
    cancellations.cancelled_at IS NOT NULL
      AND (NOT users.is_cancelled OR coalesce(users.cancelled_at > cancellations.cancelled_at, true)) AS is_cancellation_wrong
  FROM gold.dim_user AS users
  LEFT JOIN changes ON changes.user_id = users.user_id
  LEFT JOIN seen ON seen.user_id = users.user_id
  LEFT JOIN cancellations ON cancellations.user_id = users.user_id
)
SELECT IF(is_cancellation_wrong, 'cancelled', 'level') AS what, user_id, level, declared_level, is_cancelled, cancelled_at
FROM compared
WHERE is_level_wrong OR is_cancellation_wrong;
