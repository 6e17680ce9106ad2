-- Every table, view and column has a comment.
SELECT table_schema, table_name, column_name
FROM information_schema.columns
WHERE table_schema IN ('raw', 'bronze', 'silver', 'gold', 'quarantine', 'ops') AND coalesce(comment, '') = ''
UNION ALL
SELECT schema_name, table_name, NULL
FROM system.metadata.table_comments
WHERE
  catalog_name = '${catalog}'
  AND schema_name IN ('raw', 'bronze', 'silver', 'gold', 'quarantine', 'ops')
  AND coalesce(comment, '') = '';
