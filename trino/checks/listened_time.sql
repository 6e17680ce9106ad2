-- A song that stopped early was ended by another song, or by a page that ends songs. Other pages, such as a like, never end a
-- song. Neither does the song's own page view NextSong, which has the same item_in_session. Nobody hears two songs at once in one session.
WITH
plays AS (
  SELECT
    event_id, event_time, date_part, session_id, user_id, item_in_session, duration_seconds, listened_seconds, is_skip,
    date_add('millisecond', CAST(round(listened_seconds * 1000) AS bigint), event_time) AS heard_until
  FROM silver.timed_listens
  WHERE ${on_date_since}
),
happened AS (
  SELECT event_time, session_id, user_id, page, IF(page = 'NextSong', item_in_session) AS item_in_session
  FROM silver.page_views
  WHERE ${happened_since}
  UNION ALL
  SELECT event_time, session_id, user_id, 'NextSong', NULL FROM silver.listens WHERE ${happened_since}
),
ended AS (
  SELECT
    plays.event_id,
    plays.event_time,
    plays.is_skip,
    plays.listened_seconds,
    coalesce(bool_or(happened.page IN ('NextSong', 'Logout', 'Cancel', 'Cancellation Confirmation')), false) AS by_an_end,
    coalesce(bool_or(happened.page IN ('Thumbs Up', 'Thumbs Down', 'Add to Playlist')), false) AS by_an_opinion
  FROM plays
  LEFT JOIN happened
    ON happened.session_id = plays.session_id
    AND happened.event_time = plays.heard_until
    AND coalesce(happened.user_id = plays.user_id, true)
    AND coalesce(happened.item_in_session <> plays.item_in_session, true)
  WHERE plays.listened_seconds < plays.duration_seconds
  GROUP BY plays.event_id, plays.event_time, plays.is_skip, plays.listened_seconds
),
-- Of plays of one instant without places, only the last can have been heard.
followed AS (
  SELECT
    event_id,
    event_time,
    listened_seconds,
    heard_until,
    lead(event_time) OVER (PARTITION BY date_part, session_id, user_id ORDER BY event_time, item_in_session, listened_seconds) AS next_play
  FROM plays
)
SELECT
  CASE WHEN NOT by_an_opinion THEN 'nothing ended it' WHEN is_skip THEN 'a liked skip' ELSE 'a like ended it' END AS what,
  event_id,
  event_time,
  listened_seconds
FROM ended
WHERE NOT by_an_end
UNION ALL
-- A producer's clock may tell whole seconds only.
SELECT 'two songs at once', event_id, event_time, listened_seconds
FROM followed
WHERE heard_until > next_play + INTERVAL '1' SECOND;
