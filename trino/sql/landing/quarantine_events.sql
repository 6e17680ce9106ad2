CREATE TABLE IF NOT EXISTS landing.quarantine_events (
  event_id varchar COMMENT 'The event''s id, as it would be in bronze.',
  kind varchar COMMENT 'invalid: breaks a rule; malformed: not an event; duplicate: the same id came before; unread: the refinery failed at it.',
  type varchar COMMENT 'The event''s type, as its raw topic says.',
  reason varchar COMMENT 'The first violation, or where the event of a duplicate is, as one sentence.',
  violations array(row(rule varchar, pointer varchar, message varchar)) COMMENT 'Every rule that the event breaks.',
  key varbinary COMMENT 'The raw record''s key, as it came; null if key and value are too large for a row.',
  value varbinary COMMENT 'The raw record''s value, as it came; null for a duplicate, and if key and value are too large for a row.',
  headers array(row(key varchar, value varbinary)) COMMENT 'The Kafka record''s headers, in order.',
  attempt integer COMMENT '0 for the first try, one more for each replay.',
  rules_version varchar COMMENT 'The version of the rules that judged it.',
  received_at timestamp(3) COMMENT 'When the platform received the event, in UTC.',
  source_topic varchar COMMENT 'The raw topic that the row came from.',
  source_partition integer COMMENT 'The raw topic''s partition.',
  source_offset bigint COMMENT 'The offset in that partition.',
  source_timestamp timestamp(3) COMMENT 'The raw record''s timestamp, in UTC.',
  source_topic_id varchar COMMENT 'Kafka''s id of the raw topic; null in rows that are older than this column.',
  landed_topic_id varchar COMMENT 'Kafka''s id of the topic that the sink read the row from.',
  landed_partition integer COMMENT 'The partition of that topic.',
  landed_offset bigint COMMENT 'The offset in that partition.'
)
COMMENT 'One row for each raw record that is not in bronze, with the reason.'
WITH (
  external_location = '${quarantine_location}/events${generation}',
  format = 'PARQUET',
  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
);
