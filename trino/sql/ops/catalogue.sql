-- Trino's driver gives columns' comments as REMARKS (DatabaseMetaData.getColumns). It gives none for tables and views (getTables),
-- because system.jdbc.tables has NULL there. The view runs as its user, because its owner may not pass on data of system tables.
-- grain: schema_name, object_name, position
-- example: SELECT column_name, comment FROM ops.catalogue WHERE schema_name = 'gold' AND object_name = 'artist_popularity' AND position > 0 ORDER BY position
CREATE OR REPLACE VIEW ops.catalogue
COMMENT 'Descriptions of tables, views and columns: one row for each that you may read.'
SECURITY INVOKER
AS
SELECT
  schema_name,
  table_name AS object_name,
  CAST(0 AS bigint) AS position,
  CAST(NULL AS varchar) AS column_name,
  comment
FROM system.metadata.table_comments
WHERE catalog_name = '${catalog}' AND schema_name IN ('raw', 'bronze', 'silver', 'gold', 'quarantine', 'ops')
UNION ALL
SELECT table_schema, table_name, ordinal_position, column_name, comment
FROM ${catalog}.information_schema.columns
WHERE table_schema IN ('raw', 'bronze', 'silver', 'gold', 'quarantine', 'ops');

COMMENT ON COLUMN ops.catalogue.schema_name IS 'raw, bronze, silver, gold, quarantine or ops.';
COMMENT ON COLUMN ops.catalogue.object_name IS 'The table or view.';
COMMENT ON COLUMN ops.catalogue.position IS 'The column''s position, from 1; 0 for the table or view itself.';
COMMENT ON COLUMN ops.catalogue.column_name IS 'The column; null for the table or view itself.';
COMMENT ON COLUMN ops.catalogue.comment IS 'What it holds.';
