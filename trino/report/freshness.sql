-- Each raw topic's records that are not in bronze or not in silver yet, and its newest one. A topic can stop while others go on.
SELECT
  'raw.' || CASE table_name
    WHEN 'page_views' THEN 'page_view_events'
    WHEN 'listens' THEN 'listen_events'
    WHEN 'auth_attempts' THEN 'auth_events'
    WHEN 'status_changes' THEN 'status_change_events'
    ELSE table_name
  END AS source_topic,
  CAST(max(open_records) AS bigint) AS open_records,
  min(oldest_open_record) AS oldest_open_record,
  max(newest_record) FILTER (WHERE layer = 'raw') AS newest_record
FROM ops.freshness
WHERE layer <> 'quarantine'
GROUP BY 1
