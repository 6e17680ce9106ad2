-- On every date, the aggregates count as many plays and page views as silver has.
WITH
counted (part, day, plays, page_views) AS (
  SELECT 'silver', event_date, count(*), 0 FROM silver.listens GROUP BY event_date
  UNION ALL
  SELECT 'silver', event_date, 0, count(*) FROM silver.page_views GROUP BY event_date
  UNION ALL
  SELECT 'activity', date_part, sum(plays), sum(page_views) FROM gold.agg_daily_activity GROUP BY date_part
  UNION ALL
  SELECT 'sessions', date_part, sum(plays), sum(pages) FROM gold.fact_session GROUP BY date_part
  UNION ALL
  SELECT 'artists', date_part, sum(plays), 0 FROM gold.agg_artist_daily GROUP BY date_part
  UNION ALL
  SELECT 'songs', date_part, sum(plays), 0 FROM gold.agg_song_daily GROUP BY date_part
  UNION ALL
  SELECT 'places', date_part, sum(plays), 0 FROM gold.agg_geo_daily GROUP BY date_part
  UNION ALL
  SELECT 'requests', date_part, 0, sum(page_views) FROM gold.agg_reliability_hourly GROUP BY date_part
),
compared AS (
  SELECT
    day,
    sum(plays) FILTER (WHERE part = 'silver') AS plays,
    sum(plays) FILTER (WHERE part = 'activity') AS activity_plays,
    sum(plays) FILTER (WHERE part = 'sessions') AS session_plays,
    sum(plays) FILTER (WHERE part = 'artists') AS artist_plays,
    sum(plays) FILTER (WHERE part = 'songs') AS song_plays,
    sum(plays) FILTER (WHERE part = 'places') AS place_plays,
    sum(page_views) FILTER (WHERE part = 'silver') AS page_views,
    sum(page_views) FILTER (WHERE part = 'activity') AS activity_page_views,
    sum(page_views) FILTER (WHERE part = 'sessions') AS session_page_views,
    sum(page_views) FILTER (WHERE part = 'requests') AS request_page_views
  FROM counted
  GROUP BY day
)
SELECT day, plays, page_views
FROM compared
WHERE
  plays <> activity_plays
  OR plays <> session_plays
  OR plays <> coalesce(artist_plays, 0)
  OR plays <> coalesce(song_plays, 0)
  OR plays <> coalesce(place_plays, 0)
  OR page_views <> activity_page_views
  OR page_views <> session_page_views
  OR page_views <> coalesce(request_page_views, 0);
