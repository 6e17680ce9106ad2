/** Keeps base tables small: few files of a date, few border rows, few snapshots, and no files that no snapshot needs. */
package io.goldstream.trino.upkeep;
