-- The base tables on this machine's disk, in the metastore that the lake's own catalog has.
-- In production the catalog is a file that is mounted into Trino, with Azure's store and the same Hive metastore.
CREATE CATALOG IF NOT EXISTS ${base_catalog} USING iceberg WITH (
  "iceberg.catalog.type" = 'TESTING_FILE_METASTORE',
  "hive.metastore.catalog.dir" = '${metastore_location}',
  "hive.metastore.disable-location-checks" = 'true',
  -- For lake register.
  "iceberg.register-table-procedure.enabled" = 'true',
  "fs.native-local.enabled" = 'true',
  "local.location" = '${ENV:GOLDSTREAM_LAKE_ROOT}'
);
