/**
 * Moves landed rows into the base tables, each row once. Begin with {@link io.goldstream.trino.base.Advance}; what a base table
 * is says {@link io.goldstream.trino.BaseTable}.
 */
package io.goldstream.trino.base;
