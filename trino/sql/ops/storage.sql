-- "$path" and "$file_size" are Trino's hidden columns of a file-based table.
-- grain: layer, table_name, day
-- example: SELECT table_name, count(*) AS dates, sum(row_count) AS row_count FROM ops.storage WHERE layer = 'silver' GROUP BY table_name ORDER BY table_name
CREATE OR REPLACE VIEW ops.storage
COMMENT 'Storage use of the lake: one row for each table and date that has a file.'
AS
WITH
landed_rows (layer, table_name, day, path, file_bytes) AS (
  SELECT 'raw', 'page_view_events', ingest_date, "$path", "$file_size" FROM raw.page_view_events
  UNION ALL
  SELECT 'raw', 'listen_events', ingest_date, "$path", "$file_size" FROM raw.listen_events
  UNION ALL
  SELECT 'raw', 'auth_events', ingest_date, "$path", "$file_size" FROM raw.auth_events
  UNION ALL
  SELECT 'raw', 'status_change_events', ingest_date, "$path", "$file_size" FROM raw.status_change_events
  UNION ALL
  SELECT 'bronze', 'page_view_events', event_date, "$path", "$file_size" FROM bronze.page_view_events
  UNION ALL
  SELECT 'bronze', 'listen_events', event_date, "$path", "$file_size" FROM bronze.listen_events
  UNION ALL
  SELECT 'bronze', 'auth_events', event_date, "$path", "$file_size" FROM bronze.auth_events
  UNION ALL
  SELECT 'bronze', 'status_change_events', event_date, "$path", "$file_size" FROM bronze.status_change_events
  UNION ALL
  SELECT 'silver', 'page_views', event_date, "$path", "$file_size" FROM silver.page_views
  UNION ALL
  SELECT 'silver', 'listens', event_date, "$path", "$file_size" FROM silver.listens
  UNION ALL
  SELECT 'silver', 'auth_attempts', event_date, "$path", "$file_size" FROM silver.auth_attempts
  UNION ALL
  SELECT 'silver', 'status_changes', event_date, "$path", "$file_size" FROM silver.status_changes
  UNION ALL
  SELECT 'quarantine', 'events', ingest_date, "$path", "$file_size" FROM quarantine.events
),
files AS (
  SELECT layer, table_name, day, path, max(file_bytes) AS file_bytes, count(*) AS file_rows
  FROM landed_rows
  GROUP BY layer, table_name, day, path
  ${base_files}
)
SELECT
  layer,
  table_name,
  day,
  count(*) AS files,
  sum(file_bytes) AS bytes,
  sum(file_rows) AS row_count
FROM files
GROUP BY layer, table_name, day;

COMMENT ON COLUMN ops.storage.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.storage.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.storage.day IS 'The UTC date of the partition: the event''s date, or the record''s date in raw and quarantine.';
COMMENT ON COLUMN ops.storage.files IS 'Files.';
COMMENT ON COLUMN ops.storage.bytes IS 'Their compressed size in bytes.';
COMMENT ON COLUMN ops.storage.row_count IS 'Rows in them.';
