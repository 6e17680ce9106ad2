CREATE TABLE IF NOT EXISTS landing.raw_auth_events (
  key varbinary COMMENT 'The Kafka record''s key, as it came.',
  value varbinary COMMENT 'The Kafka record''s value, as it came.',
  headers array(row(key varchar, value varbinary)) COMMENT 'The Kafka record''s headers, in order.',
  source_topic varchar COMMENT 'The raw topic that the row came from.',
  source_partition integer COMMENT 'The raw topic''s partition.',
  source_offset bigint COMMENT 'The offset in that partition.',
  source_timestamp timestamp(3) COMMENT 'The raw record''s timestamp, in UTC.',
  landed_topic_id varchar COMMENT 'Kafka''s id of the topic that the sink read the row from.',
  landed_partition integer COMMENT 'The partition of that topic.',
  landed_offset bigint COMMENT 'The offset in that partition.'
)
COMMENT 'One row for each record of the raw topic, byte for byte.'
WITH (
  external_location = '${raw_location}/auth_events',
  format = 'PARQUET',
  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
);
