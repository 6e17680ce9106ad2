-- What analysts query.
CREATE SCHEMA IF NOT EXISTS gold WITH (location = '${gold_location}');
