-- Business level: events with keys and devices, and the dimensions.
CREATE SCHEMA IF NOT EXISTS silver WITH (location = '${silver_location}');
