INSERT INTO landing.bronze_listen_events (
  event_id, event_time, session_id, item_in_session, user_id, first_name, last_name, gender, level, auth, artist, song,
  duration_seconds, received_at, source_topic, source_partition, source_offset, source_timestamp)
SELECT
  event_id, event_time, session_id, item_in_session, user_id, 'First', 'Last', gender, level, auth, artist, song,
  duration_seconds, received_at, source_topic, source_partition, source_offset, source_timestamp
FROM silver.listens
WHERE event_date BETWEEN DATE '${from}' AND DATE '${to}';
