-- Users of plays; bots are no listeners.
SELECT date_part, count(DISTINCT user_id) AS listeners
FROM gold.fact_stream
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}' AND form <> 'bot'
GROUP BY date_part
ORDER BY date_part
