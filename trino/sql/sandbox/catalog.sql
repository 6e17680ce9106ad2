-- What analysts make themselves. No table here can be over files that are there already: whoever may make a table in the lake's
-- own catalog may make one over raw's files. A file metastore looks for the files of such a table beside what it says of it.
-- In production the catalog is a file that is mounted into Trino, with Azure's store and the Hive metastore of the lake.
-- One with other properties would stay. What it shows is in the metastore's folder, which stays.
DROP CATALOG IF EXISTS ${sandbox_catalog};
CREATE CATALOG ${sandbox_catalog} USING hive WITH (
  "hive.metastore" = 'file',
  "hive.metastore.catalog.dir" = '${sandbox_metastore_location}',
  "hive.metastore.disable-location-checks" = 'true',
  "hive.non-managed-table-creates-enabled" = 'false',
  -- Partitions by a template could be any folder.
  "hive.partition-projection-enabled" = 'false',
  "hive.temporary-staging-directory-enabled" = 'false',
  "hive.storage-format" = 'PARQUET',
  "hive.parquet.time-zone" = 'UTC',
  "hive.parquet.use-column-names" = 'true',
  "fs.native-local.enabled" = 'true',
  "local.location" = '${ENV:GOLDSTREAM_LAKE_ROOT}'
);
