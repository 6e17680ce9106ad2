-- A visit makes its user active for 7 (30) dates, or until the user's next visit. So each visit is one step up and one step down, and the
-- sum over time is the number of active users. This needs one pass. To count the 30 dates of each date would need thirty.
-- Dates come by months, because sequence() makes 10,000 entries at most.
-- grain: date_part
-- example: SELECT date_part, dau, wau, mau, round(stickiness, 2) AS stickiness FROM gold.agg_active_users ORDER BY date_part
CREATE OR REPLACE VIEW gold.agg_active_users
COMMENT 'Active users: one row for each UTC date from the first with an active user to the last. A user is active with a page view or a play; bots are left out. The view must know who is new, so a query reads all dates even if it filters by date.'
AS
WITH
visits AS (
  SELECT
    date_part,
    has_play,
    lag(date_part) OVER in_order IS NULL AS is_first,
    lead(date_part) OVER in_order AS next_visit
  FROM silver.user_days
  WINDOW in_order AS (PARTITION BY user_id ORDER BY date_part)
),
steps AS (
  SELECT step.date_part, step.day, step.listener, step.newcomer, step.week, step.month
  FROM visits
  CROSS JOIN UNNEST(ARRAY[
    ROW(date_part, 1, if(has_play, 1, 0), if(is_first, 1, 0), 1, 1),
    ROW(least(date_part + INTERVAL '7' DAY, coalesce(next_visit, date_part + INTERVAL '7' DAY)), 0, 0, 0, -1, 0),
    ROW(least(date_part + INTERVAL '30' DAY, coalesce(next_visit, date_part + INTERVAL '30' DAY)), 0, 0, 0, 0, -1)
  ]) AS step (date_part, day, listener, newcomer, week, month)
),
sums AS (
  SELECT
    date_part,
    sum(day) AS dau,
    sum(listener) AS listeners,
    sum(newcomer) AS new_users,
    sum(week) AS week_step,
    sum(month) AS month_step
  FROM steps
  GROUP BY date_part
),
-- All in one row, so the same pass can add the dates without an event.
by_date AS (
  SELECT
    map_agg(date_part, dau) AS dau,
    map_agg(date_part, listeners) AS listeners,
    map_agg(date_part, new_users) AS new_users,
    map_agg(date_part, week_step) AS week_step,
    map_agg(date_part, month_step) AS month_step,
    min(date_part) AS first_day,
    max(date_part) FILTER (WHERE dau > 0) AS last_day
  FROM sums
),
running AS (
  SELECT
    day AS date_part,
    coalesce(element_at(dau, day), 0) AS dau,
    coalesce(element_at(listeners, day), 0) AS listeners,
    coalesce(element_at(new_users, day), 0) AS new_users,
    coalesce(sum(element_at(week_step, day)) OVER (ORDER BY day), 0) AS wau,
    coalesce(sum(element_at(month_step, day)) OVER (ORDER BY day), 0) AS mau
  FROM by_date
  CROSS JOIN UNNEST(sequence(date_trunc('month', first_day), last_day, INTERVAL '1' MONTH)) AS months (month)
  CROSS JOIN UNNEST(sequence(greatest(month, first_day), least(last_day_of_month(month), last_day), INTERVAL '1' DAY)) AS days (day)
)
SELECT
  date_part,
  dau,
  listeners,
  wau,
  mau,
  CAST(dau AS double) / nullif(mau, 0) AS stickiness,
  new_users,
  dau - new_users AS returning_users
FROM running;

COMMENT ON COLUMN gold.agg_active_users.date_part IS 'The UTC date.';
COMMENT ON COLUMN gold.agg_active_users.dau IS 'Different users with a page view or a play on the date.';
COMMENT ON COLUMN gold.agg_active_users.listeners IS 'Different users with a play on the date.';
COMMENT ON COLUMN gold.agg_active_users.wau IS 'Different users with a page view or a play on the date or the 6 dates before it.';
COMMENT ON COLUMN gold.agg_active_users.mau IS 'Different users with a page view or a play on the date or the 29 dates before it.';
COMMENT ON COLUMN gold.agg_active_users.stickiness IS 'dau / mau, 0 to 1; null if mau is 0.';
COMMENT ON COLUMN gold.agg_active_users.new_users IS 'Active users with their very first page view or play on the date.';
COMMENT ON COLUMN gold.agg_active_users.returning_users IS 'The other active users: dau less new_users.';
