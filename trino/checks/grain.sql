-- Each row of ${view} has its own key, ${grain}, and no part of it is missing.
SELECT ${grain}, count(*) AS row_count
FROM ${view}
WHERE ${grain_since}
GROUP BY ${grain}
HAVING count(*) > 1 OR ${is_absent};
