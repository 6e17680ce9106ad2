SELECT layer, max(newest_record) AS newest_record, CAST(sum(row_count) AS bigint) AS row_count
FROM ops.freshness
GROUP BY layer
ORDER BY array_position(ARRAY['raw', 'bronze', 'silver', 'quarantine'], layer)
