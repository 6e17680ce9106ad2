-- Up to the last landed offsets, every raw coordinate is once in raw and once in bronze or quarantine, and in silver if it is in bronze.
WITH
mark (source_topic, source_partition, last_offset) AS (
  VALUES
    ${mark}
),
landed AS (
  SELECT 'raw' AS layer, source_topic, source_partition, source_offset FROM raw.page_view_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'raw', source_topic, source_partition, source_offset FROM raw.listen_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'raw', source_topic, source_partition, source_offset FROM raw.auth_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'raw', source_topic, source_partition, source_offset FROM raw.status_change_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'bronze', source_topic, source_partition, source_offset FROM bronze.page_view_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'bronze', source_topic, source_partition, source_offset FROM bronze.listen_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'bronze', source_topic, source_partition, source_offset FROM bronze.auth_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'bronze', source_topic, source_partition, source_offset FROM bronze.status_change_events WHERE ${ingested_since}
  UNION ALL
  SELECT 'quarantine', source_topic, source_partition, source_offset FROM quarantine.events WHERE ${ingested_since}
  UNION ALL
  SELECT 'silver', source_topic, source_partition, source_offset FROM silver.page_views WHERE ${ingested_since}
  UNION ALL
  SELECT 'silver', source_topic, source_partition, source_offset FROM silver.listens WHERE ${ingested_since}
  UNION ALL
  SELECT 'silver', source_topic, source_partition, source_offset FROM silver.auth_attempts WHERE ${ingested_since}
  UNION ALL
  SELECT 'silver', source_topic, source_partition, source_offset FROM silver.status_changes WHERE ${ingested_since}
),
coordinates AS (
  SELECT
    landed.source_topic,
    landed.source_partition,
    landed.source_offset,
    count_if(layer = 'raw') AS raw,
    count_if(layer = 'bronze') AS bronze,
    count_if(layer = 'quarantine') AS quarantine,
    count_if(layer = 'silver') AS silver
  FROM landed
  JOIN mark
    ON mark.source_topic = landed.source_topic
    AND mark.source_partition = landed.source_partition
    AND landed.source_offset <= mark.last_offset
  GROUP BY landed.source_topic, landed.source_partition, landed.source_offset
)
SELECT source_topic, source_partition, source_offset, raw, bronze, quarantine, silver
FROM coordinates
WHERE raw <> 1 OR bronze + quarantine <> 1 OR silver <> bronze;
