/** Landed Parquet files, read without Hadoop's run time. */
package io.goldstream.local.laboratory.parquet;
