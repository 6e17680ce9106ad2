/** Brings base tables back to a metastore that has lost them, or that was set back, from their files alone. */
package io.goldstream.trino.register;
