-- This object is created last, and dropped first before others change. So while it exists, all others match it.
-- example: SELECT length(definition) AS digits, generation FROM ops.lake_definition
CREATE OR REPLACE VIEW ops.lake_definition
COMMENT 'The SQL files and settings from which the lake''s tables and views were made, and the generation that they show: one row.'
AS
SELECT '${lake_definition}' AS definition, ${lake_generation} AS generation;

COMMENT ON COLUMN ops.lake_definition.definition IS 'SHA-256 of all files and settings, except the generation.';
COMMENT ON COLUMN ops.lake_definition.generation IS 'The generation of bronze, silver and quarantine that the tables show, from 1.';
