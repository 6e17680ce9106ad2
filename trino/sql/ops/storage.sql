-- "$path" and "$file_size" are Trino's hidden columns of a file-based table.
-- grain: layer, table_name, day
-- example: SELECT table_name, count(*) AS dates, sum(row_count) AS row_count FROM ops.storage WHERE layer = 'silver' GROUP BY table_name ORDER BY table_name
CREATE OR REPLACE VIEW ops.storage
COMMENT 'Storage use of the lake: one row for each table and date with rows in a file.'
AS
WITH
landed_rows (layer, table_name, day, path, file_bytes) AS (
  SELECT 'raw', 'page_view_events', CAST(source_timestamp AS date), "$path", "$file_size" FROM landing.raw_page_view_events
  UNION ALL
  SELECT 'raw', 'listen_events', CAST(source_timestamp AS date), "$path", "$file_size" FROM landing.raw_listen_events
  UNION ALL
  SELECT 'raw', 'auth_events', CAST(source_timestamp AS date), "$path", "$file_size" FROM landing.raw_auth_events
  UNION ALL
  SELECT 'raw', 'status_change_events', CAST(source_timestamp AS date), "$path", "$file_size" FROM landing.raw_status_change_events
  UNION ALL
  SELECT 'bronze', 'page_view_events', CAST(event_time AS date), "$path", "$file_size" FROM landing.bronze_page_view_events
  UNION ALL
  SELECT 'bronze', 'listen_events', CAST(event_time AS date), "$path", "$file_size" FROM landing.bronze_listen_events
  UNION ALL
  SELECT 'bronze', 'auth_events', CAST(event_time AS date), "$path", "$file_size" FROM landing.bronze_auth_events
  UNION ALL
  SELECT 'bronze', 'status_change_events', CAST(event_time AS date), "$path", "$file_size" FROM landing.bronze_status_change_events
  UNION ALL
  SELECT 'silver', 'page_views', CAST(event_time AS date), "$path", "$file_size" FROM landing.silver_page_views
  UNION ALL
  SELECT 'silver', 'listens', CAST(event_time AS date), "$path", "$file_size" FROM landing.silver_listens
  UNION ALL
  SELECT 'silver', 'auth_attempts', CAST(event_time AS date), "$path", "$file_size" FROM landing.silver_auth_attempts
  UNION ALL
  SELECT 'silver', 'status_changes', CAST(event_time AS date), "$path", "$file_size" FROM landing.silver_status_changes
  UNION ALL
  SELECT 'quarantine', 'events', CAST(source_timestamp AS date), "$path", "$file_size" FROM landing.quarantine_events
),
files AS (
  SELECT
    layer,
    table_name,
    day,
    path,
    max(file_bytes) * count(*) / sum(count(*)) OVER file AS file_bytes,
    count(*) AS file_rows,
    day = max(day) OVER file AS is_latest_day
  FROM landed_rows
  GROUP BY layer, table_name, day, path
  WINDOW file AS (PARTITION BY layer, table_name, path)
  ${base_files}
)
SELECT
  layer,
  table_name,
  day,
  count_if(is_latest_day) AS files,
  sum(file_bytes) AS bytes,
  sum(file_rows) AS row_count
FROM files
GROUP BY layer, table_name, day;

COMMENT ON COLUMN ops.storage.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.storage.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.storage.day IS 'The UTC date of the event, or of the record in raw and quarantine.';
COMMENT ON COLUMN ops.storage.files IS 'Files; a landed file with rows of several dates counts at the latest of them.';
COMMENT ON COLUMN ops.storage.bytes IS 'Their compressed size in bytes; of a file with rows of several dates, the share of the date''s rows.';
COMMENT ON COLUMN ops.storage.row_count IS 'Rows in them.';
