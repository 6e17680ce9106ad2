-- The last object to be made, and the first to go before others change: while it is there, all are as it says.
-- example: SELECT length(definition) AS digits FROM ops.lake_definition
CREATE OR REPLACE VIEW ops.lake_definition
COMMENT 'By which SQL files and settings the lake''s objects were made: one row.'
AS
SELECT '${lake_definition}' AS definition;

COMMENT ON COLUMN ops.lake_definition.definition IS 'SHA-256 of all of them.';
