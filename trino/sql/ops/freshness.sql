-- grain: layer, table_name
-- example: SELECT table_name, row_count, behind_raw_seconds FROM ops.freshness WHERE layer = 'silver' ORDER BY table_name
CREATE OR REPLACE VIEW ops.freshness
COMMENT 'How new the data are: one row for each table that lands. Gold is made of views, so it is as new as silver.'
AS
WITH
tables AS (
  SELECT 'raw' AS layer, 'page_view_events' AS table_name, 'raw.page_view_events' AS source_topic, max(source_timestamp) AS newest, count(*) AS row_count FROM raw.page_view_events
  UNION ALL
  SELECT 'raw' AS layer, 'listen_events' AS table_name, 'raw.listen_events' AS source_topic, max(source_timestamp) AS newest, count(*) AS row_count FROM raw.listen_events
  UNION ALL
  SELECT 'raw' AS layer, 'auth_events' AS table_name, 'raw.auth_events' AS source_topic, max(source_timestamp) AS newest, count(*) AS row_count FROM raw.auth_events
  UNION ALL
  SELECT 'raw' AS layer, 'status_change_events' AS table_name, 'raw.status_change_events' AS source_topic, max(source_timestamp) AS newest, count(*) AS row_count FROM raw.status_change_events
  UNION ALL
  SELECT 'bronze', 'page_view_events', 'raw.page_view_events', max(source_timestamp), count(*) FROM bronze.page_view_events
  UNION ALL
  SELECT 'bronze', 'listen_events', 'raw.listen_events', max(source_timestamp), count(*) FROM bronze.listen_events
  UNION ALL
  SELECT 'bronze', 'auth_events', 'raw.auth_events', max(source_timestamp), count(*) FROM bronze.auth_events
  UNION ALL
  SELECT 'bronze', 'status_change_events', 'raw.status_change_events', max(source_timestamp), count(*) FROM bronze.status_change_events
  UNION ALL
  SELECT 'silver', 'page_views', 'raw.page_view_events', max(source_timestamp), count(*) FROM silver.page_views
  UNION ALL
  SELECT 'silver', 'listens', 'raw.listen_events', max(source_timestamp), count(*) FROM silver.listens
  UNION ALL
  SELECT 'silver', 'auth_attempts', 'raw.auth_events', max(source_timestamp), count(*) FROM silver.auth_attempts
  UNION ALL
  SELECT 'silver', 'status_changes', 'raw.status_change_events', max(source_timestamp), count(*) FROM silver.status_changes
  UNION ALL
  SELECT 'quarantine', 'events', NULL, max(source_timestamp), count(*) FROM quarantine.events
)
SELECT
  layer,
  table_name,
  row_count,
  newest AS newest_record,
  date_diff('second', newest, CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))) AS age_seconds,
  date_diff('millisecond', newest, max(if(layer = 'raw', newest)) OVER (PARTITION BY source_topic)) / 1000e0
    AS behind_raw_seconds
FROM tables;

COMMENT ON COLUMN ops.freshness.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.freshness.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.freshness.row_count IS 'Rows in it.';
COMMENT ON COLUMN ops.freshness.newest_record IS 'The timestamp of the newest raw record that its rows come from, in UTC; null where it is empty.';
COMMENT ON COLUMN ops.freshness.age_seconds IS 'Seconds from then to now.';
COMMENT ON COLUMN ops.freshness.behind_raw_seconds IS 'Seconds that raw is ahead: 0 where all is refined and landed, or more where the newest records were not valid; null for quarantine.';
