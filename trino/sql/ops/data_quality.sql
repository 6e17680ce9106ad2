-- grain: source_topic, ingest_date
-- example: SELECT source_topic, sum(raw_rows) AS raw_rows, sum(bronze_rows) AS bronze_rows, sum(invalid_rows) AS invalid_rows, sum(open_rows) AS open_rows FROM ops.data_quality GROUP BY source_topic ORDER BY source_topic
CREATE OR REPLACE VIEW ops.data_quality
COMMENT 'Where the records of each raw topic are now: one row for each raw topic and UTC date of the record.'
AS
WITH
landed AS (
  SELECT source_topic, ingest_date, 'raw' AS found FROM raw.page_view_events
  UNION ALL
  SELECT source_topic, ingest_date, 'raw' FROM raw.listen_events
  UNION ALL
  SELECT source_topic, ingest_date, 'raw' FROM raw.auth_events
  UNION ALL
  SELECT source_topic, ingest_date, 'raw' FROM raw.status_change_events
  UNION ALL
  SELECT source_topic, ingest_date, 'bronze' FROM bronze.page_view_events
  UNION ALL
  SELECT source_topic, ingest_date, 'bronze' FROM bronze.listen_events
  UNION ALL
  SELECT source_topic, ingest_date, 'bronze' FROM bronze.auth_events
  UNION ALL
  SELECT source_topic, ingest_date, 'bronze' FROM bronze.status_change_events
  UNION ALL
  SELECT source_topic, ingest_date, 'silver' FROM silver.page_views
  UNION ALL
  SELECT source_topic, ingest_date, 'silver' FROM silver.listens
  UNION ALL
  SELECT source_topic, ingest_date, 'silver' FROM silver.auth_attempts
  UNION ALL
  SELECT source_topic, ingest_date, 'silver' FROM silver.status_changes
  UNION ALL
  SELECT source_topic, ingest_date, kind FROM quarantine.events
),
counted AS (
  SELECT
    source_topic,
    ingest_date,
    count_if(found = 'raw') AS raw_rows,
    count_if(found = 'bronze') AS bronze_rows,
    count_if(found = 'silver') AS silver_rows,
    count_if(found = 'invalid') AS invalid_rows,
    count_if(found = 'malformed') AS malformed_rows,
    count_if(found = 'duplicate') AS duplicate_rows,
    count_if(found = 'unread') AS unread_rows
  FROM landed
  GROUP BY source_topic, ingest_date
)
SELECT
  source_topic,
  ingest_date,
  raw_rows,
  bronze_rows,
  silver_rows,
  invalid_rows,
  malformed_rows,
  duplicate_rows,
  unread_rows,
  raw_rows - bronze_rows - invalid_rows - malformed_rows - duplicate_rows - unread_rows AS open_rows,
  CAST(bronze_rows AS double) / nullif(raw_rows - duplicate_rows, 0) AS valid_share
FROM counted;

COMMENT ON COLUMN ops.data_quality.source_topic IS 'The raw topic.';
COMMENT ON COLUMN ops.data_quality.ingest_date IS 'The UTC date of the raw record''s timestamp.';
COMMENT ON COLUMN ops.data_quality.raw_rows IS 'Records that landed in raw.';
COMMENT ON COLUMN ops.data_quality.bronze_rows IS 'Events in bronze: valid.';
COMMENT ON COLUMN ops.data_quality.silver_rows IS 'Events in silver. The number must be the same as in bronze.';
COMMENT ON COLUMN ops.data_quality.invalid_rows IS 'Invalid events in quarantine: they break a rule.';
COMMENT ON COLUMN ops.data_quality.malformed_rows IS 'Malformed records in quarantine: they are not events.';
COMMENT ON COLUMN ops.data_quality.duplicate_rows IS 'Duplicates in quarantine: they repeat an event.';
COMMENT ON COLUMN ops.data_quality.unread_rows IS 'Unread records in quarantine: the refinery failed at them.';
COMMENT ON COLUMN ops.data_quality.open_rows IS 'raw_rows less bronze_rows and the rows in quarantine: records that are still on the way, or lost.';
COMMENT ON COLUMN ops.data_quality.valid_share IS 'bronze_rows / (raw_rows - duplicate_rows), 0 to 1; null if there is no other record than duplicates.';
