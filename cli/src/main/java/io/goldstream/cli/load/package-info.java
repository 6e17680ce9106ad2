/** Sends NDJSON events to the pipeline: through the gateway, or as bytes to the raw topics. */
package io.goldstream.cli.load;
