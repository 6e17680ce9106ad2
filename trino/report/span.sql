-- From the files' partitions: the dates that have events, without reading one.
SELECT min(day) AS first_day, max(day) AS last_day
FROM ops.storage
WHERE layer = 'silver'
