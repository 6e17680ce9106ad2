-- Some dates' plays: sessions of twelve, each play 215 s after the one before; a few songs are played much, most little.
INSERT INTO landing.silver_listens (
  event_id, event_time, session_id, item_in_session, user_id, gender, level, auth, artist, song, duration_seconds,
  city, state, zip, lon, lat, device, os, browser, song_key, artist_key, location_key, received_at,
  source_topic, source_partition, source_offset, source_timestamp)
WITH
numbers AS (
  SELECT CAST(${first} AS bigint) + thousands * 1000 + ones AS n
  FROM UNNEST(sequence(0, ${thousands} - 1)) AS a (thousands)
  CROSS JOIN UNNEST(sequence(0, 999)) AS b (ones)
),
plays AS (
  SELECT
    n,
    DATE '${from}' + (n - ${first}) / ${a_day} * INTERVAL '1' DAY AS day,
    n / 12 AS session,
    CAST(n % 12 AS integer) AS place,
    (n / 12 * 7919) % ${users} AS user,
    CAST(floor(20000 * pow((n * 2654435761 % 1000003) / 1000003e0, 3)) AS bigint) AS song
  FROM numbers
),
named AS (
  SELECT
    n, day, session, place, user, song,
    'Artist ' || CAST(song % 3000 AS varchar) AS artist,
    'Song ' || CAST(song AS varchar) AS title,
    'City ' || CAST(user % 300 AS varchar) AS city,
    ARRAY['CA', 'TX', 'NY', 'FL', 'OH', 'WA', 'IL', 'NV', 'ME', 'GA'][CAST(user % 10 + 1 AS integer)] AS state,
    CAST(day AS timestamp(3)) + (session * 40503 % 79200) * INTERVAL '1' SECOND + place * INTERVAL '215' SECOND AS time
  FROM plays
)
SELECT
  'p' || CAST(n AS varchar), CAST(time AS timestamp(3)), CAST(session AS varchar), place * 2 + 1, 'u' || CAST(user AS varchar),
  if(user % 2 = 0, 'F', 'M'), if(user % 4 = 0, 'paid', 'free'), 'Logged In', artist, title, 120e0 + song % 240,
  city, state, '12345', -100e0 + user % 30, 30e0 + user % 15, 'Other', 'Windows', 'Chrome',
  lower(to_hex(md5(to_utf8(artist || chr(31) || title)))), lower(to_hex(md5(to_utf8(artist)))),
  lower(to_hex(md5(to_utf8(city || chr(31) || state || chr(31) || '12345')))), CAST(time AS timestamp(3)),
  'raw.listen_events', 0, n, CAST(time AS timestamp(3))
FROM named;
