-- What broke a rule, with the reason and the original bytes.
CREATE SCHEMA IF NOT EXISTS quarantine WITH (location = '${quarantine_location}');
