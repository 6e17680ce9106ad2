/**
 * What is in quarantine, and how it comes out again: counts, and replay with the original bytes. For operators, on the
 * management port. Begin with {@link io.goldstream.gateway.quarantine.QuarantineRoutes}.
 */
package io.goldstream.gateway.quarantine;
