-- Every row has the topic, partition and offset that the sink read it from. A row without them never moves to a base table.
WITH
unknown AS (
  SELECT 'raw.page_view_events' AS table_name FROM raw.page_view_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'raw.listen_events' FROM raw.listen_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'raw.auth_events' FROM raw.auth_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'raw.status_change_events' FROM raw.status_change_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'bronze.page_view_events' FROM bronze.page_view_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'bronze.listen_events' FROM bronze.listen_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'bronze.auth_events' FROM bronze.auth_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'bronze.status_change_events' FROM bronze.status_change_events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'silver.page_views' FROM silver.page_views WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'silver.listens' FROM silver.listens WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'silver.auth_attempts' FROM silver.auth_attempts WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'silver.status_changes' FROM silver.status_changes WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
  UNION ALL
  SELECT 'quarantine.events' FROM quarantine.events WHERE ${ingested_since} AND (landed_topic_id IS NULL OR landed_partition IS NULL OR landed_offset IS NULL)
)
SELECT table_name, count(*) AS row_count
FROM unknown
GROUP BY table_name;
