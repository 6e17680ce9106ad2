-- The lake on this machine's disk. The server's environment says where it is, so the folder can move.
-- In production the catalog is a file that is mounted into Trino, with Azure's store and a Hive metastore.
-- One with other properties would stay. What it shows is in the metastore's folder, which stays.
DROP CATALOG IF EXISTS ${catalog};
CREATE CATALOG ${catalog} USING hive WITH (
  "hive.metastore" = 'file',
  "hive.metastore.catalog.dir" = '${metastore_location}',
  "hive.metastore.disable-location-checks" = 'true',
  -- For the tables of an older lake, which have a folder for each date, until this version has declared them anew.
  "hive.ignore-absent-partitions" = 'true',
  -- A landed table has the files of all folders below its own: those of an older lake are in a folder for each date.
  "hive.recursive-directories" = 'true',
  -- A scan waits for what the other side of its join finds. The users' dimension has most files left out by that.
  "hive.dynamic-filtering.wait-timeout" = '5m',
  "hive.non-managed-table-writes-enabled" = 'true',
  "hive.parquet.time-zone" = 'UTC',
  "hive.parquet.use-column-names" = 'true',
  "fs.native-local.enabled" = 'true',
  "local.location" = '${ENV:GOLDSTREAM_LAKE_ROOT}'
);
