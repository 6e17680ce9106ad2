-- An account has the level that its latest change says, unless an event of more than 30 dates later says another; and it is
-- cancelled where its last page is Cancellation Confirmation.
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
  SELECT
    user_id,
    max(event_date) AS last_date,
    max(IF(page = 'Cancellation Confirmation', event_time)) AS cancelled_at,
    max(event_time) AS last_time
  FROM (
    SELECT user_id, event_date, event_time, page FROM silver.page_views
    UNION ALL
    SELECT user_id, event_date, event_time, NULL FROM silver.listens
    UNION ALL
    SELECT user_id, event_date, event_time, NULL FROM silver.auth_attempts
  )
  WHERE ${happened_since} AND user_id IS NOT NULL
  GROUP BY user_id
)
SELECT
  IF(seen.cancelled_at = seen.last_time AND NOT users.is_cancelled, 'cancelled', 'level') AS what,
  users.user_id,
  users.level,
  changes.level AS declared_level,
  users.is_cancelled
FROM gold.dim_user AS users
LEFT JOIN changes ON changes.user_id = users.user_id
LEFT JOIN seen ON seen.user_id = users.user_id
WHERE
  (changes.level <> coalesce(users.level, '') AND coalesce(seen.last_date <= changes.changed_on + INTERVAL '30' DAY, true))
  OR (seen.cancelled_at = seen.last_time AND NOT users.is_cancelled);
