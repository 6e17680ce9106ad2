SELECT step_number, step, CAST(sum(users) AS bigint) AS users
FROM gold.agg_subscription_funnel
WHERE date_part BETWEEN DATE '${from}' AND DATE '${to}'
GROUP BY step_number, step
ORDER BY step_number
