-- grain: source, target
-- example: SELECT source, made_by FROM ops.lineage WHERE target = 'gold.wide_fact' ORDER BY source
CREATE OR REPLACE VIEW ops.lineage
COMMENT 'What is made of what: one row for each table or view and each that it is made of.'
AS
SELECT
  CAST(source AS varchar) AS source,
  CAST(target AS varchar) AS target,
  CAST(made_by AS varchar) AS made_by
FROM (
  VALUES
    ${lineage}
) AS edges (source, target, made_by);

COMMENT ON COLUMN ops.lineage.source IS 'The table or view that is read.';
COMMENT ON COLUMN ops.lineage.target IS 'The table or view that is made of it.';
COMMENT ON COLUMN ops.lineage.made_by IS 'refinery, for a table that the gateway makes; view, for SQL that is run when it is asked.';
