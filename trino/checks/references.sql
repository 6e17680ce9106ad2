-- Every key in a fact is in each dimension that has a key of this name. Unknown values, and only these, refer to the unknown member.
WITH
referred AS (
  ${referred}
),
known (dimension, key) AS (
  ${known}
)
SELECT referred.fact, referred.dimension, referred.key
FROM referred
LEFT JOIN known ON known.dimension = referred.dimension AND known.key = referred.key
WHERE known.key IS NULL;
