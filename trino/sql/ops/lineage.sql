-- grain: source, target
-- example: SELECT source, made_by FROM ops.lineage WHERE target = 'gold.wide_fact' ORDER BY source
CREATE OR REPLACE VIEW ops.lineage
COMMENT 'Lineage: one row for each pair of a table or view and another one that it is made from. Landed and base tables are left out.'
AS
SELECT
  CAST(source AS varchar) AS source,
  CAST(target AS varchar) AS target,
  CAST(made_by AS varchar) AS made_by
FROM (
  VALUES
    ${lineage}
) AS edges (source, target, made_by);

COMMENT ON COLUMN ops.lineage.source IS 'What the target is made from.';
COMMENT ON COLUMN ops.lineage.target IS 'The table or view that is made.';
COMMENT ON COLUMN ops.lineage.made_by IS 'refinery for a table that the gateway writes; view for SQL that runs with each query.';
