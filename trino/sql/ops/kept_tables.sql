-- grain: view_name
-- example: SELECT view_name, is_kept, records_behind FROM ops.kept_tables ORDER BY view_name
CREATE OR REPLACE VIEW ops.kept_tables
COMMENT 'What ./goldstream lake advance computes ahead, and how far that is behind: one row for each view that shows kept rows. Before its first run, such a view computes its rows at each query.'
AS
WITH
kept_borders (topic, topic_id, part, border_offset, run, kept_at) AS (
  SELECT '', '', 0, BIGINT '0', BIGINT '0', TIMESTAMP '1970-01-01 00:00:00.000' WHERE false
  ${kept_borders}
),
kept AS (
  SELECT topic, topic_id, part, max_by(border_offset, run) AS border_offset, max(kept_at) AS kept_at
  FROM kept_borders
  GROUP BY topic, topic_id, part
),
runs (layer, table_name, topic_id, part, run, border_offset) AS (
  SELECT '', '', '', 0, BIGINT '0', BIGINT '0' WHERE false
  ${base_borders}
),
base AS (
  SELECT layer || '.' || table_name AS topic, topic_id, part, max_by(border_offset, run) AS border_offset
  FROM runs
  WHERE layer = 'bronze' OR table_name = 'status_changes'
  GROUP BY layer, table_name, topic_id, part
)
SELECT
  CAST('silver.dim_users' AS varchar) AS view_name,
  count(kept.topic) > 0 AS is_kept,
  CAST(max(kept.kept_at) AS timestamp(3)) AS kept_at,
  IF(count(kept.topic) > 0, sum(greatest(base.border_offset - coalesce(kept.border_offset, 0), 0))) AS records_behind
FROM base
LEFT JOIN kept ON kept.topic = base.topic AND kept.topic_id = base.topic_id AND kept.part = base.part;

COMMENT ON COLUMN ops.kept_tables.view_name IS 'The view that shows the kept rows.';
COMMENT ON COLUMN ops.kept_tables.is_kept IS 'Whether rows are kept. If not, the view computes them at each query, and nothing is behind.';
COMMENT ON COLUMN ops.kept_tables.kept_at IS 'When the last run with new records began to compute, in UTC; null if nothing is kept.';
COMMENT ON COLUMN ops.kept_tables.records_behind IS 'Records in base tables that are not in the kept rows, counted by their offsets; null if nothing is kept. What has not moved to base tables (unmoved_rows in ops.base_tables) is not in them, either.';
