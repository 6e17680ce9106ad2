SELECT
  coalesce(gender, 'unknown') AS gender,
  count_if(level = 'free') AS free,
  count_if(level = 'paid') AS paid,
  count_if(level IS NULL) AS unknown
FROM gold.dim_user
WHERE user_id IS NOT NULL
GROUP BY 1
ORDER BY count(*) DESC, 1
