-- Accounts as they are now, without those that are cancelled.
SELECT
  coalesce(gender, 'unknown') AS gender,
  count_if(level = 'free') AS free,
  count_if(level = 'paid') AS paid,
  count_if(level IS NULL) AS unknown
FROM gold.dim_user
WHERE user_id IS NOT NULL AND NOT is_cancelled
GROUP BY 1
ORDER BY count(*) DESC, 1
