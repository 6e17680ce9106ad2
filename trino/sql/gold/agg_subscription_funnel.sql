-- grain: date_part, step_number
-- example: SELECT step_number, step, sum(users) AS user_days FROM gold.agg_subscription_funnel GROUP BY step_number, step ORDER BY step_number
CREATE OR REPLACE VIEW gold.agg_subscription_funnel
COMMENT 'The way from free to paid: one row for each UTC date and step. A user who reached a step counts in the steps before it, too.'
AS
WITH
reached AS (
  SELECT date_part, user_id, max(step_number) AS step_number
  FROM (
    SELECT date_part, user_id, 1 AS step_number
    FROM silver.user_days
    WHERE is_on_free
    UNION ALL
    SELECT event_date, user_id, CASE page WHEN 'Upgrade' THEN 2 ELSE 3 END
    FROM silver.page_views
    WHERE level = 'free' AND user_id IS NOT NULL AND form IS DISTINCT FROM 'bot' AND page IN ('Upgrade', 'Submit Upgrade')
    UNION ALL
    SELECT event_date, user_id, 4
    FROM silver.status_changes
    WHERE to_level = 'paid' AND user_id IS NOT NULL AND form IS DISTINCT FROM 'bot'
  )
  GROUP BY date_part, user_id
),
counted AS (
  SELECT
    date_part,
    count(*) AS free_users,
    count_if(step_number >= 2) AS lookers,
    count_if(step_number >= 3) AS submitters,
    count_if(step_number >= 4) AS upgraded
  FROM reached
  GROUP BY date_part
)
SELECT
  date_part,
  step_number,
  step,
  users,
  CAST(users AS double) / free_users AS share_of_first
FROM counted
CROSS JOIN UNNEST(
  ARRAY[1, 2, 3, 4],
  ARRAY['active on free', 'saw Upgrade', 'submitted Upgrade', 'upgraded'],
  ARRAY[free_users, lookers, submitters, upgraded]
) AS steps (step_number, step, users);

COMMENT ON COLUMN gold.agg_subscription_funnel.date_part IS 'The UTC date. Filter by it, because it decides what is read.';
COMMENT ON COLUMN gold.agg_subscription_funnel.step_number IS '1 to 4.';
COMMENT ON COLUMN gold.agg_subscription_funnel.step IS 'active on free, saw Upgrade, submitted Upgrade or upgraded.';
COMMENT ON COLUMN gold.agg_subscription_funnel.users IS 'Different users who reached the step on the date; bots are left out. A page view or a play on the level free makes a user active on free. The pages Upgrade and Submit Upgrade count only on the level free.';
COMMENT ON COLUMN gold.agg_subscription_funnel.share_of_first IS 'users as a share of the users of step 1, 0 to 1.';
