CREATE TABLE IF NOT EXISTS landing.bronze_auth_events (
  event_id varchar COMMENT 'The event''s id: the client''s own, or the one the platform gave it.',
  event_time timestamp(3) COMMENT 'When the event happened, by the producer''s clock, in UTC.',
  session_id varchar COMMENT 'The listening session, as the producer numbers it.',
  item_in_session integer COMMENT 'The event''s place in its session, from 0.',
  user_id varchar COMMENT 'The account; null if the event names nobody.',
  first_name varchar COMMENT 'The user''s first name. Personal data.',
  last_name varchar COMMENT 'The user''s last name. Personal data.',
  gender varchar COMMENT 'The user''s gender as the account states it.',
  registered_at timestamp(3) COMMENT 'When the account was registered, in UTC.',
  level varchar COMMENT 'The subscription level as the producer sent it: free or paid.',
  auth varchar COMMENT 'The login state: Logged In, Logged Out, Guest or Cancelled.',
  page varchar COMMENT 'The page that was shown, such as Home or NextSong.',
  method varchar COMMENT 'The HTTP method of the page''s request.',
  status integer COMMENT 'The HTTP status of the page''s answer.',
  success boolean COMMENT 'Whether the login succeeded.',
  city varchar COMMENT 'The city that the client was located in.',
  state varchar COMMENT 'The US state''s code, in capitals.',
  zip varchar COMMENT 'The US zip code, with its leading zeros.',
  lon double COMMENT 'Longitude in degrees, -180 to 180.',
  lat double COMMENT 'Latitude in degrees, -90 to 90.',
  user_agent varchar COMMENT 'The client''s User-Agent, without wrapping quotes.',
  received_at timestamp(3) COMMENT 'When the platform received the event, in UTC.',
  rescued varchar COMMENT 'The fields that the contract does not know, as one JSON object.',
  source_topic varchar COMMENT 'The raw topic that the row came from.',
  source_partition integer COMMENT 'The raw topic''s partition.',
  source_offset bigint COMMENT 'The offset in that partition.',
  source_timestamp timestamp(3) COMMENT 'The raw record''s timestamp, in UTC.',
  source_topic_id varchar COMMENT 'Kafka''s id of the raw topic; null in rows that are older than this column.',
  landed_topic_id varchar COMMENT 'Kafka''s id of the topic that the sink read the row from.',
  landed_partition integer COMMENT 'The partition of that topic.',
  landed_offset bigint COMMENT 'The offset in that partition.'
)
COMMENT 'One row for each valid auth event, repaired and typed.'
WITH (
  external_location = '${bronze_location}/auth_events${generation}',
  format = 'PARQUET',
  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
);
