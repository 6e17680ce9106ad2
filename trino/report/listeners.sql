SELECT date_part, count(DISTINCT user_id) AS listeners, count(*) AS sessions
FROM gold.fact_session
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}' AND plays > 0
GROUP BY date_part
ORDER BY date_part
