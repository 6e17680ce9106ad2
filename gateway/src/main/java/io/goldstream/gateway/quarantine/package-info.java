/** What is in quarantine, and how it comes out again: counts, and replay with the original bytes. For operators, on the management port. */
package io.goldstream.gateway.quarantine;
