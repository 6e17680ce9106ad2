-- Each play and page view of a user is in exactly one session, and the counts of a session are those of its events. The page views of a
-- date on which nobody under their number has a user can be of a user's session over midnight.
WITH
parts AS (
  SELECT
    date_part, session_id, listener_id, first_time, plays, pages,
    count(listener_id) OVER (PARTITION BY date_part, session_id) = 0 AS is_of_nobody
  FROM silver.session_parts
  WHERE ${on_date_since}
),
sessions AS (
  SELECT date_part, session_id, user_id, started_at, ended_at, plays, pages
  FROM gold.fact_session
  WHERE ${on_date_since}
),
found AS (
  SELECT
    parts.date_part,
    parts.session_id,
    parts.listener_id,
    parts.plays,
    parts.pages,
    sessions.date_part AS session_date,
    sessions.user_id,
    sessions.started_at,
    sessions.plays AS session_plays,
    sessions.pages AS session_pages,
    count(*) OVER (PARTITION BY parts.date_part, parts.session_id, parts.listener_id, parts.first_time) AS sessions
  FROM parts
  LEFT JOIN sessions
    ON sessions.session_id = parts.session_id
    AND (parts.is_of_nobody OR sessions.user_id IS NOT DISTINCT FROM parts.listener_id)
    AND parts.first_time BETWEEN sessions.started_at AND sessions.ended_at
)
SELECT 'in no session, or in two' AS what, date_part, session_id, listener_id AS user_id, plays, pages
FROM found
WHERE (session_date IS NULL OR sessions > 1) AND ${after_first_date}
UNION ALL
SELECT 'not all is counted', session_date, session_id, user_id, sum(plays), sum(pages)
FROM found
WHERE session_date IS NOT NULL
GROUP BY session_date, session_id, user_id, started_at
HAVING sum(plays) <> max(session_plays) OR sum(pages) <> max(session_pages);
