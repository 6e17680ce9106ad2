-- Up to the last landed offsets, every fact has each row of its silver table once: no join lost or doubled a row.
WITH
mark (source_topic, source_partition, last_offset) AS (
  VALUES
    ${mark}
),
rows_of AS (
  SELECT 'silver' AS layer, 'listens' AS source, source_topic, source_partition, source_offset FROM silver.listens WHERE ${happened_since}
  UNION ALL
  SELECT 'fact', 'listens', source_topic, source_partition, source_offset FROM gold.fact_stream WHERE ${on_date_since}
  UNION ALL
  SELECT 'wide', 'listens', source_topic, source_partition, source_offset FROM gold.wide_fact WHERE ${on_date_since}
  UNION ALL
  SELECT 'silver', 'page_views', source_topic, source_partition, source_offset FROM silver.page_views WHERE ${happened_since}
  UNION ALL
  SELECT 'fact', 'page_views', source_topic, source_partition, source_offset FROM gold.fact_page_view WHERE ${on_date_since}
  UNION ALL
  SELECT 'silver', 'auth_attempts', source_topic, source_partition, source_offset FROM silver.auth_attempts WHERE ${happened_since}
  UNION ALL
  SELECT 'fact', 'auth_attempts', source_topic, source_partition, source_offset FROM gold.fact_auth_attempt WHERE ${on_date_since}
  UNION ALL
  SELECT 'silver', 'status_changes', source_topic, source_partition, source_offset FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'fact', 'status_changes', source_topic, source_partition, source_offset FROM gold.fact_level_change WHERE ${on_date_since}
),
coordinates AS (
  SELECT
    source,
    rows_of.source_topic,
    rows_of.source_partition,
    rows_of.source_offset,
    count_if(layer = 'silver') AS silver,
    count_if(layer = 'fact') AS fact,
    count_if(layer = 'wide') AS wide
  FROM rows_of
  JOIN mark
    ON mark.source_topic = rows_of.source_topic
    AND mark.source_partition = rows_of.source_partition
    AND rows_of.source_offset <= mark.last_offset
  GROUP BY source, rows_of.source_topic, rows_of.source_partition, rows_of.source_offset
)
SELECT source, source_topic, source_partition, source_offset, silver, fact, wide
FROM coordinates
WHERE fact <> silver OR (source = 'listens' AND wide <> silver);
