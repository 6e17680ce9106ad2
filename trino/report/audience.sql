-- Over each period as a whole: who listens on two days is one listener.
SELECT date_part >= DATE '${from}' AS is_now, count(DISTINCT user_id) AS listeners
FROM gold.fact_stream
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}' AND form <> 'bot'
GROUP BY 1
