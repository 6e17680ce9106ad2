-- On every date, the aggregates count as many plays and page views as silver has; a date that one of them lacks counts none.
WITH
counted (part, day, plays, page_views) AS (
  SELECT 'silver', event_date, count(*), 0 FROM silver.listens WHERE ${happened_since} GROUP BY event_date
  UNION ALL
  SELECT 'silver', event_date, 0, count(*) FROM silver.page_views WHERE ${happened_since} GROUP BY event_date
  UNION ALL
  SELECT 'activity', date_part, sum(plays), sum(page_views) FROM gold.agg_daily_activity WHERE ${on_date_since} GROUP BY date_part
  UNION ALL
  SELECT 'sessions', date_part, sum(plays), sum(pages) FROM silver.session_parts WHERE ${on_date_since} GROUP BY date_part
  UNION ALL
  SELECT 'artists', date_part, sum(plays), 0 FROM gold.agg_artist_daily WHERE ${on_date_since} GROUP BY date_part
  UNION ALL
  SELECT 'songs', date_part, sum(plays), 0 FROM gold.agg_song_daily WHERE ${on_date_since} GROUP BY date_part
  UNION ALL
  SELECT 'places', date_part, sum(plays), 0 FROM gold.agg_geo_daily WHERE ${on_date_since} GROUP BY date_part
  UNION ALL
  SELECT 'requests', date_part, 0, sum(page_views) FROM gold.agg_reliability_hourly WHERE ${on_date_since} GROUP BY date_part
),
compared AS (
  SELECT
    day,
    sum(if(part = 'silver', plays, 0)) AS plays,
    sum(if(part = 'activity', plays, 0)) AS activity_plays,
    sum(if(part = 'sessions', plays, 0)) AS session_plays,
    sum(if(part = 'artists', plays, 0)) AS artist_plays,
    sum(if(part = 'songs', plays, 0)) AS song_plays,
    sum(if(part = 'places', plays, 0)) AS place_plays,
    sum(if(part = 'silver', page_views, 0)) AS page_views,
    sum(if(part = 'activity', page_views, 0)) AS activity_page_views,
    sum(if(part = 'sessions', page_views, 0)) AS session_page_views,
    sum(if(part = 'requests', page_views, 0)) AS request_page_views
  FROM counted
  GROUP BY day
)
SELECT day, plays, page_views
FROM compared
WHERE
  plays <> activity_plays
  OR plays <> session_plays
  OR plays <> artist_plays
  OR plays <> song_plays
  OR plays <> place_plays
  OR page_views <> activity_page_views
  OR page_views <> session_page_views
  OR page_views <> request_page_views;
