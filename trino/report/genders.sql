-- Accounts on the level that they had at the end of the report's last date, as agg_accounts_daily counts them.
SELECT
  coalesce(levels.gender, 'unknown') AS gender,
  count_if(levels.level = 'free') AS free,
  count_if(levels.level = 'paid') AS paid,
  count_if(levels.level IS NULL) AS unknown
FROM gold.dim_user_level AS levels
JOIN gold.dim_user AS users ON users.user_id = levels.user_id
WHERE levels.valid_from < DATE '${to}' + INTERVAL '1' DAY
  AND levels.valid_to >= DATE '${to}' + INTERVAL '1' DAY
  AND coalesce(users.cancelled_at >= DATE '${to}' + INTERVAL '1' DAY, true)
GROUP BY 1
ORDER BY count(*) DESC, 1
