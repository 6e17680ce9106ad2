-- Something arrived in the last ${max_age_seconds} seconds, and no layer is ${max_lag_seconds} seconds behind another one in any partition.
WITH
-- Each partition is checked, because one can stand still while others go on. Offsets tell which layer is ahead, because records that
-- came together have the same timestamp. A missing record counts if a newer record is there, or if it has waited for so long itself.
partitions AS (
  SELECT
    source_topic,
    source_partition,
    max(newest) FILTER (WHERE layer = 'raw') AS raw_newest,
    max(newest) FILTER (WHERE layer IN ('bronze', 'quarantine')) AS refined_newest,
    max(newest) FILTER (WHERE layer = 'bronze') AS bronze_newest,
    max(newest) FILTER (WHERE layer = 'silver') AS silver_newest,
    max(last_offset) FILTER (WHERE layer = 'raw') AS raw_last,
    max(last_offset) FILTER (WHERE layer IN ('bronze', 'quarantine')) AS refined_last,
    max(last_offset) FILTER (WHERE layer = 'bronze') AS bronze_last,
    max(last_offset) FILTER (WHERE layer = 'silver') AS silver_last
  FROM (
    SELECT 'raw' AS layer, source_topic, source_partition, max(source_timestamp) AS newest, max(source_offset) AS last_offset FROM raw.page_view_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'raw', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM raw.listen_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'raw', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM raw.auth_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'raw', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM raw.status_change_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'bronze', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM bronze.page_view_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'bronze', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM bronze.listen_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'bronze', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM bronze.auth_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'bronze', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM bronze.status_change_events WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'silver', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM silver.page_views WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'silver', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM silver.listens WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'silver', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM silver.auth_attempts WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'silver', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM silver.status_changes WHERE ${ingested_since} GROUP BY source_topic, source_partition
    UNION ALL
    SELECT 'quarantine', source_topic, source_partition, max(source_timestamp), max(source_offset) FROM quarantine.events WHERE ${ingested_since} GROUP BY source_topic, source_partition
  )
  GROUP BY source_topic, source_partition
)
SELECT 'nothing arrives' AS what, NULL AS source_topic, NULL AS source_partition, max(raw_newest) AS newest
FROM partitions
HAVING coalesce(max(raw_newest), TIMESTAMP '1970-01-01') < CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3)) - INTERVAL '${max_age_seconds}' SECOND
UNION ALL
SELECT 'raw is behind bronze', source_topic, source_partition, raw_newest
FROM partitions
WHERE refined_last > coalesce(raw_last, -1)
  AND (
    refined_newest > coalesce(raw_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND
    OR refined_newest < CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3)) - INTERVAL '${max_lag_seconds}' SECOND)
UNION ALL
SELECT 'bronze is behind raw', source_topic, source_partition, refined_newest
FROM partitions
WHERE raw_last > coalesce(refined_last, -1)
  AND (
    raw_newest > coalesce(refined_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND
    OR raw_newest < CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3)) - INTERVAL '${max_lag_seconds}' SECOND)
UNION ALL
SELECT 'silver is behind bronze', source_topic, source_partition, silver_newest
FROM partitions
WHERE bronze_last > coalesce(silver_last, -1)
  AND (
    bronze_newest > coalesce(silver_newest, TIMESTAMP '1970-01-01') + INTERVAL '${max_lag_seconds}' SECOND
    OR bronze_newest < CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3)) - INTERVAL '${max_lag_seconds}' SECOND);
