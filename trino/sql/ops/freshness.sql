-- The measure is how long the oldest record has been waiting, not the age of the newest, because one partition can stop while others go on.
-- Each layer is compared with raw by coordinates. To compare all of them would cost too much, so there are two steps. The first step
-- compares blocks of 10,000 offsets by their number of rows and the sum of their offsets. The second step compares the rows of blocks that
-- differ. Other blocks have no topic to join by, so the second step reads none of their files.
-- grain: layer, table_name
-- example: SELECT table_name, row_count, behind_raw_seconds FROM ops.freshness WHERE layer = 'silver' ORDER BY table_name
CREATE OR REPLACE VIEW ops.freshness
COMMENT 'Freshness of the data, and the time that the oldest record has been waiting: one row for each landed table. Gold consists of views, so it is as fresh as silver.'
AS
WITH
landed AS (
  SELECT 'raw' AS layer, 'page_view' AS type, source_topic, source_partition, source_offset, source_timestamp FROM raw.page_view_events
  UNION ALL
  SELECT 'raw', 'listen', source_topic, source_partition, source_offset, source_timestamp FROM raw.listen_events
  UNION ALL
  SELECT 'raw', 'auth', source_topic, source_partition, source_offset, source_timestamp FROM raw.auth_events
  UNION ALL
  SELECT 'raw', 'status_change', source_topic, source_partition, source_offset, source_timestamp FROM raw.status_change_events
  UNION ALL
  SELECT 'bronze', 'page_view', source_topic, source_partition, source_offset, source_timestamp FROM bronze.page_view_events
  UNION ALL
  SELECT 'bronze', 'listen', source_topic, source_partition, source_offset, source_timestamp FROM bronze.listen_events
  UNION ALL
  SELECT 'bronze', 'auth', source_topic, source_partition, source_offset, source_timestamp FROM bronze.auth_events
  UNION ALL
  SELECT 'bronze', 'status_change', source_topic, source_partition, source_offset, source_timestamp FROM bronze.status_change_events
  UNION ALL
  SELECT 'silver', 'page_view', source_topic, source_partition, source_offset, source_timestamp FROM silver.page_views
  UNION ALL
  SELECT 'silver', 'listen', source_topic, source_partition, source_offset, source_timestamp FROM silver.listens
  UNION ALL
  SELECT 'silver', 'auth', source_topic, source_partition, source_offset, source_timestamp FROM silver.auth_attempts
  UNION ALL
  SELECT 'silver', 'status_change', source_topic, source_partition, source_offset, source_timestamp FROM silver.status_changes
  UNION ALL
  SELECT 'quarantine', 'any', source_topic, source_partition, source_offset, source_timestamp FROM quarantine.events
),
blocks AS (
  SELECT
    layer,
    type,
    source_topic,
    source_partition,
    source_offset / 10000 AS block,
    count(*) AS row_count,
    sum(source_offset % 10000) AS offsets,
    max(source_timestamp) AS newest
  FROM landed
  GROUP BY layer, type, source_topic, source_partition, source_offset / 10000
),
compared_blocks AS (
  SELECT
    layer, type, source_topic, source_partition, block, row_count, newest,
    layer = 'raw' AND (
      sum(CASE layer WHEN 'raw' THEN row_count WHEN 'silver' THEN 0 ELSE -row_count END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN offsets WHEN 'silver' THEN 0 ELSE -offsets END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN row_count WHEN 'bronze' THEN 0 ELSE -row_count END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN offsets WHEN 'bronze' THEN 0 ELSE -offsets END) OVER layers <> 0
    ) AS is_open
  FROM blocks
  WINDOW layers AS (PARTITION BY source_topic, source_partition, block)
),
-- One row for each record of a block that differs, and one for each block that does not.
records AS (
  SELECT
    compared.layer,
    compared.type,
    compared.source_topic,
    compared.source_partition,
    compared.block,
    compared.row_count,
    compared.newest,
    min(landed.source_timestamp) AS source_timestamp,
    count_if(landed.layer = 'raw') > 0 AND count_if(landed.layer IN ('bronze', 'quarantine')) = 0 AS lacks_bronze,
    count_if(landed.layer = 'raw') > 0 AND count_if(landed.layer IN ('silver', 'quarantine')) = 0 AS lacks_silver
  FROM landed
  RIGHT JOIN compared_blocks AS compared
    ON landed.source_topic = IF(compared.is_open, compared.source_topic)
    AND landed.source_partition = compared.source_partition
    AND landed.source_offset BETWEEN compared.block * 10000 AND compared.block * 10000 + 9999
  GROUP BY
    compared.layer, compared.type, compared.source_topic, compared.source_partition, compared.block, compared.row_count,
    compared.newest, landed.source_offset
),
block_states AS (
  SELECT
    layer, type, source_partition, row_count, newest,
    count_if(lacks_bronze) AS bronze_records,
    min(source_timestamp) FILTER (WHERE lacks_bronze) AS bronze_oldest,
    count_if(lacks_silver) AS silver_records,
    min(source_timestamp) FILTER (WHERE lacks_silver) AS silver_oldest
  FROM records
  GROUP BY layer, type, source_topic, source_partition, block, row_count, newest
),
table_states AS (
  SELECT
    layer,
    type,
    sum(row_count) AS row_count,
    max(newest) AS newest,
    sum(bronze_records) AS bronze_records,
    count(DISTINCT source_partition) FILTER (WHERE bronze_records > 0) AS bronze_partitions,
    min(bronze_oldest) AS bronze_oldest,
    sum(silver_records) AS silver_records,
    count(DISTINCT source_partition) FILTER (WHERE silver_records > 0) AS silver_partitions,
    min(silver_oldest) AS silver_oldest
  FROM block_states
  GROUP BY layer, type
),
tables (layer, table_name, type) AS (
  VALUES
    ('raw', 'page_view_events', 'page_view'),
    ('raw', 'listen_events', 'listen'),
    ('raw', 'auth_events', 'auth'),
    ('raw', 'status_change_events', 'status_change'),
    ('bronze', 'page_view_events', 'page_view'),
    ('bronze', 'listen_events', 'listen'),
    ('bronze', 'auth_events', 'auth'),
    ('bronze', 'status_change_events', 'status_change'),
    ('silver', 'page_views', 'page_view'),
    ('silver', 'listens', 'listen'),
    ('silver', 'auth_attempts', 'auth'),
    ('silver', 'status_changes', 'status_change'),
    ('quarantine', 'events', 'any')
),
states AS (
  SELECT
    tables.layer,
    tables.table_name,
    own.row_count,
    own.newest,
    max(IF(own.layer = 'raw', own.row_count)) OVER of_type > 0 AS has_raw,
    CASE tables.layer
      WHEN 'raw' THEN 0
      WHEN 'bronze' THEN max(own.bronze_records) OVER of_type
      WHEN 'silver' THEN max(own.silver_records) OVER of_type
    END AS open_records,
    CASE tables.layer
      WHEN 'raw' THEN 0
      WHEN 'bronze' THEN max(own.bronze_partitions) OVER of_type
      WHEN 'silver' THEN max(own.silver_partitions) OVER of_type
    END AS open_partitions,
    CASE tables.layer
      WHEN 'bronze' THEN min(own.bronze_oldest) OVER of_type
      WHEN 'silver' THEN min(own.silver_oldest) OVER of_type
    END AS oldest_open_record
  FROM tables
  LEFT JOIN table_states AS own ON own.layer = tables.layer AND own.type = tables.type
  WINDOW of_type AS (PARTITION BY tables.type)
)
SELECT
  states.layer,
  states.table_name,
  coalesce(row_count, 0) AS row_count,
  newest AS newest_record,
  date_diff('second', newest, CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))) AS age_seconds,
  CASE
    WHEN states.layer = 'quarantine' OR has_raw IS NULL THEN NULL
    WHEN open_records = 0 THEN 0e0
    ELSE greatest(
      date_diff('millisecond', oldest_open_record, CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))), 0) / 1000e0
  END AS behind_raw_seconds,
  IF(has_raw, open_records) AS open_records,
  IF(has_raw, open_partitions) AS open_partitions,
  oldest_open_record,
  base.unmoved_rows,
  base.oldest_unmoved
FROM states
JOIN ops.base_tables AS base ON base.layer = states.layer AND base.table_name = states.table_name;

COMMENT ON COLUMN ops.freshness.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.freshness.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.freshness.row_count IS 'Rows in it.';
COMMENT ON COLUMN ops.freshness.newest_record IS 'The timestamp of the newest raw record in the table, in UTC; null if the table is empty.';
COMMENT ON COLUMN ops.freshness.age_seconds IS 'Seconds from then to now.';
COMMENT ON COLUMN ops.freshness.behind_raw_seconds IS 'Seconds that the oldest missing raw record has been waiting: one that is neither in this table nor in quarantine. 0 if no record is missing; null for quarantine, and if raw is empty.';
COMMENT ON COLUMN ops.freshness.open_records IS 'Raw records that are in neither.';
COMMENT ON COLUMN ops.freshness.open_partitions IS 'In how many partitions of the raw topic.';
COMMENT ON COLUMN ops.freshness.oldest_open_record IS 'The timestamp of the oldest of them, in UTC; null where there is none.';
COMMENT ON COLUMN ops.freshness.unmoved_rows IS 'Rows that are in no base table yet, as ops.base_tables has them; null if the table has no base table.';
COMMENT ON COLUMN ops.freshness.oldest_unmoved IS 'When the oldest file with such rows landed, in UTC; null if there is none.';
