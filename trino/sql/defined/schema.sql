-- What kept tables hold, by its definition: from all rows, at each question. Where nothing is kept, the views of silver show it.
CREATE SCHEMA IF NOT EXISTS defined WITH (location = '${silver_location}');
