-- A landed row at or beyond the border of its partition was not moved, and neither was one without a coordinate.
-- grain: layer, table_name
-- example: SELECT layer, count(*) AS tables, count_if(has_base) AS base_tables FROM ops.base_tables GROUP BY layer ORDER BY layer
CREATE OR REPLACE VIEW ops.base_tables
COMMENT 'Base tables, and what is not in them yet: one row for each landed table. ./goldstream lake advance moves rows to base tables and, with --archive, files out of landing.'
AS
WITH
tables (layer, table_name) AS (
  VALUES
    ('raw', 'page_view_events'),
    ('raw', 'listen_events'),
    ('raw', 'auth_events'),
    ('raw', 'status_change_events'),
    ('bronze', 'page_view_events'),
    ('bronze', 'listen_events'),
    ('bronze', 'auth_events'),
    ('bronze', 'status_change_events'),
    ('silver', 'page_views'),
    ('silver', 'listens'),
    ('silver', 'auth_attempts'),
    ('silver', 'status_changes'),
    ('quarantine', 'events')
),
based (layer, table_name) AS (
  SELECT '', '' WHERE false
  ${base_names}
),
landed (layer, table_name, topic_id, part, landed_offset, path, landed_at) AS (
  SELECT '', '', '', 0, BIGINT '0', '', TIMESTAMP '1970-01-01 00:00:00.000' WHERE false
  ${base_landed}
),
runs (layer, table_name, topic_id, part, run, border_offset) AS (
  SELECT '', '', '', 0, BIGINT '0', BIGINT '0' WHERE false
  ${base_borders}
),
borders AS (
  SELECT layer, table_name, topic_id, part, max_by(border_offset, run) AS border_offset
  FROM runs
  GROUP BY layer, table_name, topic_id, part
),
landing AS (
  SELECT
    landed.layer,
    landed.table_name,
    count(DISTINCT landed.path) AS files,
    count_if(coalesce(landed.landed_offset >= borders.border_offset, true)) AS unmoved_rows,
    min(landed.landed_at) FILTER (WHERE coalesce(landed.landed_offset >= borders.border_offset, true)) AS oldest_unmoved
  FROM landed
  LEFT JOIN borders
    ON borders.layer = landed.layer
    AND borders.table_name = landed.table_name
    AND borders.topic_id = landed.topic_id
    AND borders.part = landed.part
  GROUP BY landed.layer, landed.table_name
)
SELECT
  tables.layer,
  tables.table_name,
  based.layer IS NOT NULL AS has_base,
  IF(based.layer IS NOT NULL, coalesce(landing.files, 0)) AS landed_files,
  IF(based.layer IS NOT NULL, coalesce(landing.unmoved_rows, 0)) AS unmoved_rows,
  landing.oldest_unmoved
FROM tables
LEFT JOIN based ON based.layer = tables.layer AND based.table_name = tables.table_name
LEFT JOIN landing ON landing.layer = tables.layer AND landing.table_name = tables.table_name;

COMMENT ON COLUMN ops.base_tables.layer IS 'raw, bronze, silver or quarantine.';
COMMENT ON COLUMN ops.base_tables.table_name IS 'The table in that layer''s schema.';
COMMENT ON COLUMN ops.base_tables.has_base IS 'Whether it has a base table. If not, all its rows are in landed files.';
COMMENT ON COLUMN ops.base_tables.landed_files IS 'Files in landing; null if there is no base table.';
COMMENT ON COLUMN ops.base_tables.unmoved_rows IS 'Rows that are only in landed files; null if there is no base table.';
COMMENT ON COLUMN ops.base_tables.oldest_unmoved IS 'When the oldest file with such rows landed, in UTC; null if there is none.';
