-- What operators query: checks, reconciliation, freshness.
CREATE SCHEMA IF NOT EXISTS ops WITH (location = '${ops_location}');
