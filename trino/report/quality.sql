SELECT
  source_topic,
  CAST(sum(raw_rows) AS bigint) AS raw_rows,
  CAST(sum(bronze_rows) AS bigint) AS bronze_rows,
  CAST(sum(invalid_rows) AS bigint) AS invalid_rows,
  CAST(sum(malformed_rows) AS bigint) AS malformed_rows,
  CAST(sum(duplicate_rows) AS bigint) AS duplicate_rows,
  CAST(sum(unread_rows) AS bigint) AS unread_rows,
  CAST(sum(open_rows) AS bigint) AS open_rows
FROM ops.data_quality
GROUP BY source_topic
ORDER BY raw_rows DESC, source_topic
