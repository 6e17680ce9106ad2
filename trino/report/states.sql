SELECT state, min(state_name) AS state_name, CAST(sum(plays) AS bigint) AS plays
FROM gold.agg_geo_daily
WHERE date_part BETWEEN DATE '${from}' AND DATE '${to}'
GROUP BY state
ORDER BY plays DESC, state
