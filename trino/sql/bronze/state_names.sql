CREATE TABLE IF NOT EXISTS bronze.state_names (
  state varchar COMMENT 'The US state''s code, in capitals.',
  state_name varchar COMMENT 'The state''s name.'
)
COMMENT 'The state names that were loaded last; empty where none were. silver.state_names has those that apply.'
WITH (
  external_location = '${bronze_location}/state_names',
  format = 'JSON',
  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
);
