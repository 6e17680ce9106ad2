/** Copies of the sinks' checkpoints. */
package io.goldstream.cli.checkpoint;
