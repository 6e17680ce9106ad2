-- grain: account_key
-- example: SELECT level, gender, count(*) AS users FROM gold.dim_user WHERE account_key <> 'unknown' GROUP BY level, gender ORDER BY level, gender
CREATE OR REPLACE VIEW gold.dim_user
COMMENT 'Users as they are now: one row for each account, and the unknown member for guests. Personal data.'
AS
SELECT
  CASE WHEN user_id IS NULL THEN 'unknown' ELSE lower(to_hex(md5(to_utf8(user_id)))) END AS account_key,
  user_id,
  first_name,
  last_name,
  gender,
  level,
  valid_from AS level_since,
  registered_at,
  cancelled_at IS NOT NULL AS is_cancelled,
  cancelled_at
FROM silver.dim_users
WHERE is_current;

COMMENT ON COLUMN gold.dim_user.account_key IS 'md5 of user_id; ''unknown'' for the unknown member.';
COMMENT ON COLUMN gold.dim_user.user_id IS 'The account; null for the unknown member.';
COMMENT ON COLUMN gold.dim_user.first_name IS 'The first name that the latest event gives. Personal data.';
COMMENT ON COLUMN gold.dim_user.last_name IS 'The last name that the latest event gives. Personal data.';
COMMENT ON COLUMN gold.dim_user.gender IS 'The gender that the latest event gives.';
COMMENT ON COLUMN gold.dim_user.level IS 'The current level: free or paid; for a cancelled account, the last one. It is the new level of the latest status change that names one. It is the level of the latest other event if no change names one, or if that event is 31 or more dates after the change. Null if nothing names a level.';
COMMENT ON COLUMN gold.dim_user.level_since IS 'The start of the period, in UTC: the status change, or the first event that carries the level. Of a period without a level, the first event.';
COMMENT ON COLUMN gold.dim_user.registered_at IS 'When the account was registered, in UTC, as the latest event gives it.';
COMMENT ON COLUMN gold.dim_user.is_cancelled IS 'Whether the account is cancelled: cancelled_at is not null. Only a successful login brings an account back.';
COMMENT ON COLUMN gold.dim_user.cancelled_at IS 'When the account was cancelled, in UTC: the first page Cancellation Confirmation, or event with the login state Cancelled, since the last successful login. Null if there is none.';
