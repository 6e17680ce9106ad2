/**
 * Names and words that the gateway and its clients, and the refinery and those who feed or watch it, have in common. Begin with
 * {@link io.goldstream.events.protocol.EdgeProtocol}; docs/gateway.md describes the whole protocol.
 */
package io.goldstream.events.protocol;
