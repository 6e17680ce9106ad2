-- Cleaned, validated, typed: one row for each valid raw record. Personal data.
CREATE SCHEMA IF NOT EXISTS bronze WITH (location = '${bronze_location}');
