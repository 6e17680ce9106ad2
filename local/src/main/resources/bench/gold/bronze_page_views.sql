INSERT INTO landing.bronze_page_view_events (
  event_id, event_time, session_id, item_in_session, user_id, first_name, last_name, gender, level, auth, page, method,
  status, received_at, source_topic, source_partition, source_offset, source_timestamp)
SELECT
  event_id, event_time, session_id, item_in_session, user_id, 'First', 'Last', gender, level, auth, page, method,
  status, received_at, source_topic, source_partition, source_offset, source_timestamp
FROM silver.page_views
WHERE event_date BETWEEN DATE '${from}' AND DATE '${to}';
