/** Copies of the sinks' checkpoints. */
package io.goldstream.local.checkpoint;
