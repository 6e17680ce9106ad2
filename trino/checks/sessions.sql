-- What a session number did on a date is in one session, and a session counts what is in it.
WITH
pieces AS (
  SELECT date_part, session_id, first_time, plays, pages
  FROM silver.session_dates
  WHERE ${on_date_since}
),
sessions AS (
  SELECT date_part, session_id, started_at, ended_at, plays, pages
  FROM gold.fact_session
  WHERE ${on_date_since}
),
found AS (
  SELECT
    pieces.date_part,
    pieces.session_id,
    pieces.plays,
    pieces.pages,
    sessions.date_part AS session_date,
    sessions.plays AS session_plays,
    sessions.pages AS session_pages,
    count(*) OVER (PARTITION BY pieces.date_part, pieces.session_id) AS sessions
  FROM pieces
  LEFT JOIN sessions
    ON sessions.session_id = pieces.session_id
    AND pieces.first_time BETWEEN sessions.started_at AND sessions.ended_at
)
SELECT 'in no session, or in two' AS what, date_part, session_id, plays, pages
FROM found
WHERE (session_date IS NULL OR sessions > 1) AND ${after_first_date}
UNION ALL
SELECT 'not all is counted', session_date, session_id, sum(plays), sum(pages)
FROM found
WHERE session_date IS NOT NULL
GROUP BY session_date, session_id
HAVING sum(plays) <> max(session_plays) OR sum(pages) <> max(session_pages);
