-- How far raw has landed: the last offset of each raw partition.
SELECT source_topic, source_partition, max(source_offset) AS last_offset
FROM (
  SELECT source_topic, source_partition, source_offset FROM raw.page_view_events WHERE ${ingested_since}
  UNION ALL
  SELECT source_topic, source_partition, source_offset FROM raw.listen_events WHERE ${ingested_since}
  UNION ALL
  SELECT source_topic, source_partition, source_offset FROM raw.auth_events WHERE ${ingested_since}
  UNION ALL
  SELECT source_topic, source_partition, source_offset FROM raw.status_change_events WHERE ${ingested_since}
)
GROUP BY source_topic, source_partition;
