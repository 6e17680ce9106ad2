-- Levels, login states, forms and kinds have values of the contract, and no device has a name that is not a device.
WITH
found (place, vocabulary, value) AS (
  SELECT 'silver.page_views.level', 'level', level FROM silver.page_views WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.page_views.auth', 'auth', auth FROM silver.page_views WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.listens.level', 'level', level FROM silver.listens WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.listens.auth', 'auth', auth FROM silver.listens WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.auth_attempts.level', 'level', level FROM silver.auth_attempts WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.auth_attempts.auth', 'auth', auth FROM silver.auth_attempts WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.status_changes.level', 'level', level FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.status_changes.auth', 'auth', auth FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.status_changes.from_level', 'level', from_level FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.status_changes.to_level', 'level', to_level FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.listens.form', 'form', form FROM silver.listens WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.page_views.form', 'form', form FROM silver.page_views WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.auth_attempts.form', 'form', form FROM silver.auth_attempts WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.status_changes.form', 'form', form FROM silver.status_changes WHERE ${happened_since}
  UNION ALL
  SELECT 'silver.page_views.device', 'device', device FROM silver.page_views WHERE ${happened_since} AND device IN ('K', 'Spider', 'iOS-Device', 'Generic Smartphone')
  UNION ALL
  SELECT 'silver.listens.device', 'device', device FROM silver.listens WHERE ${happened_since} AND device IN ('K', 'Spider', 'iOS-Device', 'Generic Smartphone')
  UNION ALL
  SELECT 'quarantine.events.kind', 'kind', kind FROM quarantine.events WHERE ${ingested_since}
),
accepted (vocabulary, value) AS (
  VALUES
    ('level', 'free'), ('level', 'paid'),
    ('auth', 'Logged In'), ('auth', 'Logged Out'), ('auth', 'Guest'), ('auth', 'Cancelled'),
    ('kind', 'invalid'), ('kind', 'malformed'), ('kind', 'duplicate'), ('kind', 'unread'),
    ('form', 'phone'), ('form', 'tablet'), ('form', 'desktop'), ('form', 'tv'), ('form', 'speaker'), ('form', 'console'),
    ('form', 'car'), ('form', 'watch'), ('form', 'headset'), ('form', 'bot'), ('form', 'unknown')
)
SELECT found.place, found.value, count(*) AS row_count
FROM found
LEFT JOIN accepted ON accepted.vocabulary = found.vocabulary AND accepted.value = found.value
WHERE found.value IS NOT NULL AND accepted.value IS NULL
GROUP BY found.place, found.value;
