-- The measure is how long the oldest record has been waiting, not the age of the newest, because one partition can stop while others go on.
-- Each layer is compared with raw by coordinates, for records of the last 14 days, because the comparison must not cost more with the
-- age of the lake. There are two steps. The first step compares blocks of 10,000 offsets by their number of rows and the sum of their
-- offsets. The second step compares the rows of blocks that differ, and reads the files of no others. A block that the first of these days
-- cuts holds the same records in each layer.
-- grain: layer, table_name
-- example: SELECT table_name, row_count, behind_raw_seconds FROM ops.freshness WHERE layer = 'silver' ORDER BY table_name
CREATE OR REPLACE VIEW ops.freshness
COMMENT 'Freshness of the data, and the time that the oldest record has been waiting: one row for each landed table. Gold consists of views, so it is as fresh as silver. Only records of the last 14 days count as missing; ./goldstream check finds older ones.'
AS
WITH
landed AS (
  SELECT layer, type, source_topic, source_partition, source_offset, source_timestamp
  FROM (
    SELECT 'raw' AS layer, 'page_view' AS type, source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM raw.page_view_events
    UNION ALL
    SELECT 'raw', 'listen', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM raw.listen_events
    UNION ALL
    SELECT 'raw', 'auth', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM raw.auth_events
    UNION ALL
    SELECT 'raw', 'status_change', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM raw.status_change_events
    UNION ALL
    SELECT 'bronze', 'page_view', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM bronze.page_view_events
    UNION ALL
    SELECT 'bronze', 'listen', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM bronze.listen_events
    UNION ALL
    SELECT 'bronze', 'auth', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM bronze.auth_events
    UNION ALL
    SELECT 'bronze', 'status_change', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM bronze.status_change_events
    UNION ALL
    SELECT 'silver', 'page_view', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM silver.page_views
    UNION ALL
    SELECT 'silver', 'listen', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM silver.listens
    UNION ALL
    SELECT 'silver', 'auth', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM silver.auth_attempts
    UNION ALL
    SELECT 'silver', 'status_change', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM silver.status_changes
    UNION ALL
    SELECT 'quarantine', 'any', source_topic, source_partition, source_offset, source_timestamp, ingest_date FROM quarantine.events
  )
  WHERE ingest_date >= CAST(current_timestamp AT TIME ZONE 'UTC' AS date) - INTERVAL '14' DAY
),
blocks AS (
  SELECT
    layer,
    type,
    source_topic,
    source_partition,
    source_offset / 10000 AS block,
    count(*) AS row_count,
    sum(source_offset % 10000) AS offsets
  FROM landed
  GROUP BY layer, type, source_topic, source_partition, source_offset / 10000
),
compared_blocks AS (
  SELECT
    layer, type, source_topic, source_partition, block,
    sum(CASE layer WHEN 'raw' THEN row_count WHEN 'silver' THEN 0 ELSE -row_count END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN offsets WHEN 'silver' THEN 0 ELSE -offsets END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN row_count WHEN 'bronze' THEN 0 ELSE -row_count END) OVER layers <> 0
      OR sum(CASE layer WHEN 'raw' THEN offsets WHEN 'bronze' THEN 0 ELSE -offsets END) OVER layers <> 0
      AS differs
  FROM blocks
  WINDOW layers AS (PARTITION BY source_topic, source_partition, block)
),
records AS (
  SELECT
    compared.type,
    compared.source_partition,
    min(landed.source_timestamp) AS source_timestamp,
    count_if(landed.layer = 'raw') > 0 AND count_if(landed.layer IN ('bronze', 'quarantine')) = 0 AS lacks_bronze,
    count_if(landed.layer = 'raw') > 0 AND count_if(landed.layer IN ('silver', 'quarantine')) = 0 AS lacks_silver
  FROM landed
  JOIN compared_blocks AS compared
    ON landed.source_topic = compared.source_topic
    AND landed.source_partition = compared.source_partition
    AND landed.source_offset BETWEEN compared.block * 10000 AND compared.block * 10000 + 9999
  WHERE compared.layer = 'raw' AND compared.differs
  GROUP BY compared.type, compared.source_topic, compared.source_partition, landed.source_offset
),
open_types AS (
  SELECT
    type,
    count_if(lacks_bronze) AS bronze_records,
    count(DISTINCT source_partition) FILTER (WHERE lacks_bronze) AS bronze_partitions,
    min(source_timestamp) FILTER (WHERE lacks_bronze) AS bronze_oldest,
    count_if(lacks_silver) AS silver_records,
    count(DISTINCT source_partition) FILTER (WHERE lacks_silver) AS silver_partitions,
    min(source_timestamp) FILTER (WHERE lacks_silver) AS silver_oldest
  FROM records
  GROUP BY type
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
-- All rows, of any age: those of base are counted by what the table's metadata says of its files.
landing_sizes AS (
  SELECT layer, table_name, count(*) AS row_count, max(source_timestamp) AS newest
  FROM (
    SELECT 'raw' AS layer, 'page_view_events' AS table_name, source_timestamp FROM landing.raw_page_view_events
    UNION ALL
    SELECT 'raw', 'listen_events', source_timestamp FROM landing.raw_listen_events
    UNION ALL
    SELECT 'raw', 'auth_events', source_timestamp FROM landing.raw_auth_events
    UNION ALL
    SELECT 'raw', 'status_change_events', source_timestamp FROM landing.raw_status_change_events
    UNION ALL
    SELECT 'bronze', 'page_view_events', source_timestamp FROM landing.bronze_page_view_events
    UNION ALL
    SELECT 'bronze', 'listen_events', source_timestamp FROM landing.bronze_listen_events
    UNION ALL
    SELECT 'bronze', 'auth_events', source_timestamp FROM landing.bronze_auth_events
    UNION ALL
    SELECT 'bronze', 'status_change_events', source_timestamp FROM landing.bronze_status_change_events
    UNION ALL
    SELECT 'silver', 'page_views', source_timestamp FROM landing.silver_page_views
    UNION ALL
    SELECT 'silver', 'listens', source_timestamp FROM landing.silver_listens
    UNION ALL
    SELECT 'silver', 'auth_attempts', source_timestamp FROM landing.silver_auth_attempts
    UNION ALL
    SELECT 'silver', 'status_changes', source_timestamp FROM landing.silver_status_changes
    UNION ALL
    SELECT 'quarantine', 'events', source_timestamp FROM landing.quarantine_events
  )
  GROUP BY layer, table_name
),
base_files (layer, table_name, row_count, newest) AS (
  SELECT '', '', BIGINT '0', TIMESTAMP '1970-01-01 00:00:00.000' WHERE false
  ${base_rows}
),
base_sizes AS (
  SELECT layer, table_name, sum(row_count) AS row_count, max(newest) AS newest
  FROM base_files
  GROUP BY layer, table_name
),
sizes AS (
  SELECT
    state.layer,
    state.table_name,
    IF(state.has_base, coalesce(base.row_count, 0) + state.unmoved_rows, coalesce(landing.row_count, 0)) AS row_count,
    greatest(coalesce(base.newest, landing.newest), coalesce(landing.newest, base.newest)) AS newest,
    state.unmoved_rows,
    state.oldest_unmoved
  FROM ops.base_tables AS state
  LEFT JOIN landing_sizes AS landing ON landing.layer = state.layer AND landing.table_name = state.table_name
  LEFT JOIN base_sizes AS base ON base.layer = state.layer AND base.table_name = state.table_name
),
states AS (
  SELECT
    tables.layer,
    tables.table_name,
    sizes.row_count,
    sizes.newest,
    sizes.unmoved_rows,
    sizes.oldest_unmoved,
    max(IF(tables.layer = 'raw', sizes.row_count)) OVER of_type > 0 AS has_raw,
    CASE tables.layer
      WHEN 'raw' THEN 0
      WHEN 'bronze' THEN coalesce(open.bronze_records, 0)
      WHEN 'silver' THEN coalesce(open.silver_records, 0)
    END AS open_records,
    CASE tables.layer
      WHEN 'raw' THEN 0
      WHEN 'bronze' THEN coalesce(open.bronze_partitions, 0)
      WHEN 'silver' THEN coalesce(open.silver_partitions, 0)
    END AS open_partitions,
    CASE tables.layer
      WHEN 'bronze' THEN open.bronze_oldest
      WHEN 'silver' THEN open.silver_oldest
    END AS oldest_open_record
  FROM tables
  JOIN sizes ON sizes.layer = tables.layer AND sizes.table_name = tables.table_name
  LEFT JOIN open_types AS open ON open.type = tables.type
  WINDOW of_type AS (PARTITION BY tables.type)
)
SELECT
  layer,
  table_name,
  row_count,
  newest AS newest_record,
  date_diff('second', newest, CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))) AS age_seconds,
  CASE
    WHEN layer = 'quarantine' OR NOT coalesce(has_raw, false) THEN NULL
    WHEN open_records = 0 THEN 0e0
    ELSE greatest(
      date_diff('millisecond', oldest_open_record, CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))), 0) / 1000e0
  END AS behind_raw_seconds,
  IF(has_raw, open_records) AS open_records,
  IF(has_raw, open_partitions) AS open_partitions,
  oldest_open_record,
  unmoved_rows,
  oldest_unmoved
FROM states;

COMMENT ON COLUMN ops.freshness.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.freshness.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.freshness.row_count IS 'Rows in it.';
COMMENT ON COLUMN ops.freshness.newest_record IS 'The timestamp of the newest raw record in the table, in UTC; null if the table is empty.';
COMMENT ON COLUMN ops.freshness.age_seconds IS 'Seconds from then to now.';
COMMENT ON COLUMN ops.freshness.behind_raw_seconds IS 'Seconds that the oldest missing raw record has been waiting: one that is neither in this table nor in quarantine. 0 if no record is missing; null for quarantine, and if raw is empty.';
COMMENT ON COLUMN ops.freshness.open_records IS 'Raw records of the last 14 days that are in neither.';
COMMENT ON COLUMN ops.freshness.open_partitions IS 'In how many partitions of the raw topic.';
COMMENT ON COLUMN ops.freshness.oldest_open_record IS 'The timestamp of the oldest of them, in UTC; null where there is none.';
COMMENT ON COLUMN ops.freshness.unmoved_rows IS 'Rows that are in no base table yet, as ops.base_tables has them; null if the table has no base table.';
COMMENT ON COLUMN ops.freshness.oldest_unmoved IS 'When the oldest file with such rows landed, in UTC; null if there is none.';
