-- Something arrived in the last ${max_age_seconds} seconds, and no layer is ${max_lag_seconds} seconds behind another.
WITH
topics AS (
  SELECT
    source_topic,
    max(newest) FILTER (WHERE layer = 'raw') AS raw_newest,
    max(newest) FILTER (WHERE layer IN ('bronze', 'quarantine')) AS refined_newest,
    max(newest) FILTER (WHERE layer = 'bronze') AS bronze_newest,
    max(newest) FILTER (WHERE layer = 'silver') AS silver_newest
  FROM (
    SELECT 'raw' AS layer, source_topic, max(source_timestamp) AS newest FROM raw.page_view_events WHERE ${ingested_since} GROUP BY source_topic
    UNION ALL
    SELECT 'raw', source_topic, max(source_timestamp) FROM raw.listen_events WHERE ${ingested_since} GROUP BY source_topic
    UNION ALL
    SELECT 'raw', source_topic, max(source_timestamp) FROM raw.auth_events WHERE ${ingested_since} GROUP BY source_topic
    UNION ALL
    SELECT 'raw', source_topic, max(source_timestamp) FROM raw.status_change_events WHERE ${ingested_since} GROUP BY source_topic
    UNION ALL
    SELECT 'bronze', source_topic, max(source_timestamp) FROM bronze.page_view_events WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'bronze', source_topic, max(source_timestamp) FROM bronze.listen_events WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'bronze', source_topic, max(source_timestamp) FROM bronze.auth_events WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'bronze', source_topic, max(source_timestamp) FROM bronze.status_change_events WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'silver', source_topic, max(source_timestamp) FROM silver.page_views WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'silver', source_topic, max(source_timestamp) FROM silver.listens WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'silver', source_topic, max(source_timestamp) FROM silver.auth_attempts WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'silver', source_topic, max(source_timestamp) FROM silver.status_changes WHERE ${recorded_since} GROUP BY source_topic
    UNION ALL
    SELECT 'quarantine', source_topic, max(source_timestamp) FROM quarantine.events WHERE ${ingested_since} GROUP BY source_topic
  )
  GROUP BY source_topic
)
SELECT 'nothing arrives' AS what, NULL AS source_topic, max(raw_newest) AS newest
FROM topics
HAVING coalesce(max(raw_newest), TIMESTAMP '1970-01-01') < CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3)) - INTERVAL '${max_age_seconds}' SECOND
UNION ALL
SELECT 'raw is behind bronze', source_topic, raw_newest
FROM topics
WHERE refined_newest > coalesce(raw_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND
UNION ALL
SELECT 'bronze is behind raw', source_topic, refined_newest
FROM topics
WHERE raw_newest > coalesce(refined_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND
UNION ALL
SELECT 'silver is behind bronze', source_topic, silver_newest
FROM topics
WHERE bronze_newest > coalesce(silver_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND;
