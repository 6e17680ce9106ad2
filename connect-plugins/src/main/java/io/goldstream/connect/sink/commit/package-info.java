/**
 * The commit protocol: one manifest for each topic partition, and one compare-and-swap of it for each commit.
 *
 * <p>Begin with {@code Checkpoint} and {@code Manifest}; docs/adr/0012 says why it is so.
 */
package io.goldstream.connect.sink.commit;
