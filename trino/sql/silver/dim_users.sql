-- defined.users says what a period is. Where lake advance keeps the periods, this view shows those that it has kept.
CREATE OR REPLACE VIEW silver.dim_users
COMMENT 'Users: one row for each period that a user spent on one level, [valid_from, valid_to). Personal data.'
AS
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
FROM ${users}
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
