-- Rows as the sinks land them, in files of one folder for each table. The views raw.*, bronze.*, silver.* and quarantine.* read them.
CREATE SCHEMA IF NOT EXISTS landing WITH (location = '${raw_location}');
