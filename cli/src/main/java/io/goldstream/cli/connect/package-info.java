/** The sinks in a Connect worker. */
package io.goldstream.cli.connect;
