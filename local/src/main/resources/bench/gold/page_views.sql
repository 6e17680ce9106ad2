-- Each play's own page view, and at each session's start the home page, for a few of the free ones the offer to upgrade.
INSERT INTO landing.silver_page_views (
  event_id, event_time, session_id, item_in_session, user_id, gender, level, auth, page, method, status,
  city, state, zip, lon, lat, device, os, browser, location_key, received_at,
  source_topic, source_partition, source_offset, source_timestamp)
SELECT
  event_id || page, event_time, session_id, item_in_session - if(page = 'NextSong', 0, 1), user_id, gender, level, auth,
  page, 'GET', if(source_offset % 500 = 0, 500, 200), city, state, zip, lon, lat, device, os, browser, location_key, received_at,
  'raw.page_view_events', 0, source_offset * 2 + if(page = 'NextSong', 0, 1), source_timestamp
FROM silver.listens
CROSS JOIN UNNEST(
  CASE
    WHEN item_in_session > 1 THEN ARRAY['NextSong']
    WHEN level = 'free' AND source_offset % 20 = 0 THEN ARRAY['Upgrade', 'NextSong']
    ELSE ARRAY['Home', 'NextSong']
  END
) AS pages (page)
WHERE event_date BETWEEN DATE '${from}' AND DATE '${to}';
