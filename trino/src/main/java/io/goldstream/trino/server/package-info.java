/**
 * How a Trino server is laid out on a disk and started from Maven's jars, without a distribution archive. Begin with {@link
 * io.goldstream.trino.server.TrinoInstallation}.
 */
package io.goldstream.trino.server;
