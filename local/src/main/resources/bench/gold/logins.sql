INSERT INTO landing.silver_auth_attempts (
  event_id, event_time, session_id, item_in_session, user_id, gender, level, success, city, state, zip, lon, lat,
  device, os, browser, location_key, received_at, source_topic, source_partition, source_offset, source_timestamp)
SELECT
  event_id || 'l', event_time, session_id, 0, user_id, gender, level, source_offset % 16 > 0, city, state, zip, lon, lat,
  device, os, browser, location_key, received_at, 'raw.auth_events', 0, source_offset, source_timestamp
FROM silver.listens
WHERE event_date BETWEEN DATE '${from}' AND DATE '${to}' AND item_in_session = 1;
