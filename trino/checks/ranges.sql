-- Lengths, places in a session, statuses and times are in their possible ranges.
WITH
plays AS (
  SELECT
    event_id,
    event_time,
    ARRAY[
      duration_seconds > 0 AND duration_seconds <= 86400,
      listened_seconds BETWEEN 0 AND duration_seconds,
      NOT (is_stream AND is_skip),
      lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180,
      date_part = CAST(event_time AS date) AND event_time >= TIMESTAMP '${first_date} 00:00:00'
    ] AS holds
  FROM silver.timed_listens
  WHERE ${on_date_since}
),
pages AS (
  SELECT
    event_id,
    event_time,
    ARRAY[
      status BETWEEN 100 AND 599,
      item_in_session >= 0,
      date_part = CAST(event_time AS date) AND event_time >= TIMESTAMP '${first_date} 00:00:00'
    ] AS holds
  FROM gold.fact_page_view
  WHERE ${on_date_since}
)
SELECT what, event_id, event_time
FROM plays
CROSS JOIN UNNEST(ARRAY['song''s length', 'time listened', 'stream or skip', 'coordinates', 'date'], holds) AS rules (what, is_right)
WHERE NOT is_right
UNION ALL
SELECT what, event_id, event_time
FROM pages
CROSS JOIN UNNEST(ARRAY['status', 'place in the session', 'date'], holds) AS rules (what, is_right)
WHERE NOT is_right;
