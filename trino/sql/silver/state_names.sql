-- A loaded file replaces all shipped names, so every name comes from the same source.
CREATE OR REPLACE VIEW silver.state_names
COMMENT 'The names of the US states and territories: the loaded ones, or those that ship with the product if none are loaded.'
AS
WITH
shipped AS (
  SELECT state, state_name
  FROM (
    VALUES
      ('AA', 'Armed Forces Americas'),
      ('AE', 'Armed Forces Europe'),
      ('AK', 'Alaska'),
      ('AL', 'Alabama'),
      ('AP', 'Armed Forces Pacific'),
      ('AR', 'Arkansas'),
      ('AS', 'American Samoa'),
      ('AZ', 'Arizona'),
      ('CA', 'California'),
      ('CO', 'Colorado'),
      ('CT', 'Connecticut'),
      ('DC', 'District of Columbia'),
      ('DE', 'Delaware'),
      ('FL', 'Florida'),
      ('FM', 'Micronesia'),
      ('GA', 'Georgia'),
      ('GU', 'Guam'),
      ('HI', 'Hawaii'),
      ('IA', 'Iowa'),
      ('ID', 'Idaho'),
      ('IL', 'Illinois'),
      ('IN', 'Indiana'),
      ('KS', 'Kansas'),
      ('KY', 'Kentucky'),
      ('LA', 'Louisiana'),
      ('MA', 'Massachusetts'),
      ('MD', 'Maryland'),
      ('ME', 'Maine'),
      ('MH', 'Marshall Islands'),
      ('MI', 'Michigan'),
      ('MN', 'Minnesota'),
      ('MO', 'Missouri'),
      ('MP', 'Northern Mariana Islands'),
      ('MS', 'Mississippi'),
      ('MT', 'Montana'),
      ('NC', 'North Carolina'),
      ('ND', 'North Dakota'),
      ('NE', 'Nebraska'),
      ('NH', 'New Hampshire'),
      ('NJ', 'New Jersey'),
      ('NM', 'New Mexico'),
      ('NV', 'Nevada'),
      ('NY', 'New York'),
      ('OH', 'Ohio'),
      ('OK', 'Oklahoma'),
      ('OR', 'Oregon'),
      ('PA', 'Pennsylvania'),
      ('PR', 'Puerto Rico'),
      ('PW', 'Palau'),
      ('RI', 'Rhode Island'),
      ('SC', 'South Carolina'),
      ('SD', 'South Dakota'),
      ('TN', 'Tennessee'),
      ('TX', 'Texas'),
      ('UT', 'Utah'),
      ('VA', 'Virginia'),
      ('VI', 'Virgin Islands'),
      ('VT', 'Vermont'),
      ('WA', 'Washington'),
      ('WI', 'Wisconsin'),
      ('WV', 'West Virginia'),
      ('WY', 'Wyoming')
  ) AS codes (state, state_name)
),
loaded AS (
  SELECT state, min(state_name) AS state_name
  FROM bronze.state_names
  GROUP BY state
)
SELECT state, state_name
FROM loaded
UNION ALL
SELECT state, state_name
FROM shipped
WHERE NOT EXISTS (SELECT 1 FROM bronze.state_names);

COMMENT ON COLUMN silver.state_names.state IS 'The state''s code, in capitals, as in events.';
COMMENT ON COLUMN silver.state_names.state_name IS 'The state''s name.';
