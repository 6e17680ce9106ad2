-- Of plays, not of sessions: two users whose producers number their sessions alike share one there.
SELECT date_part, count(DISTINCT user_id) AS listeners
FROM gold.fact_stream
WHERE date_part BETWEEN DATE '${previous_from}' AND DATE '${to}'
GROUP BY date_part
ORDER BY date_part
