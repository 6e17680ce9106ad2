-- What came in, byte for byte.
CREATE SCHEMA IF NOT EXISTS raw WITH (location = '${raw_location}');
