SELECT
  hour(event_time) AS hour,
  count_if(level = 'free') AS free,
  count_if(level = 'paid') AS paid,
  count_if(level IS NULL) AS unknown
FROM gold.fact_stream
WHERE date_part BETWEEN DATE '${from}' AND DATE '${to}'
GROUP BY 1
ORDER BY 1
