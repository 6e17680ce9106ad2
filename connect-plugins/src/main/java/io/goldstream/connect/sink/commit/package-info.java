/** The commit protocol: one manifest for each topic partition, and one compare-and-swap for each commit. */
package io.goldstream.connect.sink.commit;
