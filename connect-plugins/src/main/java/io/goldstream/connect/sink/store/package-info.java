/** Where files and manifests live: one port, and what stands behind it. */
package io.goldstream.connect.sink.store;
