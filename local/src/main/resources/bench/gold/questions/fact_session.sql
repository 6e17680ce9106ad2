-- Sessions and plays by date. Cost: what each session did on a date is joined with what it did around the midnights before and after.
SELECT date_part, count(*), CAST(sum(plays) AS bigint) FROM gold.fact_session GROUP BY 1 ORDER BY 1;
SELECT date_part, count(DISTINCT session_id), CAST(count_if(is_play) AS bigint) FROM (SELECT event_date AS date_part, session_id, true AS is_play FROM silver.listens UNION ALL SELECT event_date, session_id, false FROM silver.page_views) GROUP BY 1 ORDER BY 1;
