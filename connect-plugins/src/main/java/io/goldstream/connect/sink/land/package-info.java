/**
 * From records to committed files: which files are open, when they are flushed, and what happens when something fails.
 *
 * <p>Begin with {@code Lander}, which a task hands everything to; then {@code PartitionWriter}, one for each partition.
 */
package io.goldstream.connect.sink.land;
