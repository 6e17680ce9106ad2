-- grain: user_key
-- example: SELECT user_id, level, valid_from, valid_to FROM gold.dim_user_level WHERE user_id IN (SELECT user_id FROM gold.dim_user_level GROUP BY user_id HAVING count(*) > 1) ORDER BY user_id, valid_from LIMIT 4
CREATE OR REPLACE VIEW gold.dim_user_level
COMMENT 'Users'' levels over time (a slowly changing dimension of type 2): one row for each period that a user spent on one level, [valid_from, valid_to), and the unknown member. A status change sets the level if it names the new level. On its date and the 30 dates after it, other levels in events are ignored, because a client that was offline may still send the old level. Without such a change, the level in the events counts, but never the one in a status change: it can be the level before or after. The facts have the level as emitted.'
AS
SELECT
  user_key,
  user_id,
  gender,
  level,
  valid_from,
  valid_to,
  is_current
FROM silver.dim_users;

COMMENT ON COLUMN gold.dim_user_level.user_key IS 'md5 of user_id, U+001F, valid_from; ''unknown'' for the unknown member. fact_stream refers to it.';
COMMENT ON COLUMN gold.dim_user_level.user_id IS 'The account, as in dim_user; null for the unknown member.';
COMMENT ON COLUMN gold.dim_user_level.gender IS 'The gender that the user''s latest event gives.';
COMMENT ON COLUMN gold.dim_user_level.level IS 'The level in this period: free or paid; null if no event and no change names one.';
COMMENT ON COLUMN gold.dim_user_level.valid_from IS 'The start of the period, inclusive, in UTC: the status change that names the level, or the first event that carries it. Of a period without a level, the user''s first event.';
COMMENT ON COLUMN gold.dim_user_level.valid_to IS 'The end of the period, exclusive, in UTC: the next row''s valid_from; 9999-12-31 for the current row.';
COMMENT ON COLUMN gold.dim_user_level.is_current IS 'Whether this is the row of the latest level: one row for each user.';
