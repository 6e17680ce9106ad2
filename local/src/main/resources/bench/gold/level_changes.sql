-- Who sees the offer takes it.
INSERT INTO landing.silver_status_changes (
  event_id, event_time, session_id, item_in_session, user_id, gender, level, from_level, to_level, change_type,
  location_key, received_at, source_topic, source_partition, source_offset, source_timestamp)
SELECT
  event_id || 's', event_time, session_id, 0, user_id, gender, level, 'free', 'paid', 'upgrade',
  location_key, received_at, 'raw.status_change_events', 0, source_offset, source_timestamp
FROM silver.page_views
WHERE event_date BETWEEN DATE '${from}' AND DATE '${to}' AND page = 'Upgrade';
