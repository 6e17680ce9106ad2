-- The last object to be made, and the first to go before others change: while it is there, all are as it says.
-- example: SELECT length(definition) AS digits, generation FROM ops.lake_definition
CREATE OR REPLACE VIEW ops.lake_definition
COMMENT 'By which SQL files and settings the lake''s objects were made, and which generation of them is shown: one row.'
AS
SELECT '${lake_definition}' AS definition, ${lake_generation} AS generation;

COMMENT ON COLUMN ops.lake_definition.definition IS 'SHA-256 of all files and settings but the generation.';
COMMENT ON COLUMN ops.lake_definition.generation IS 'The generation of bronze, silver and quarantine that the tables show, from 1.';
