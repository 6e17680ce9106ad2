/**
 * The tables that events become, with their columns, topics and generations. Connect's schemas, Parquet's columns and Trino's
 * tables follow from here. Begin with {@link io.goldstream.events.schema.Tables}.
 */
package io.goldstream.events.schema;
