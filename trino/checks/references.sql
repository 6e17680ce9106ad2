-- Every key in a fact is in each dimension that has a key of this name; what is not known refers to the unknown member, and only that.
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
