-- What analysts make themselves.
CREATE SCHEMA IF NOT EXISTS ${sandbox_catalog}.sandbox WITH (location = '${sandbox_location}');
