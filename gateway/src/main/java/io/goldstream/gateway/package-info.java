/**
 * One Quarkus service with two halves, each of which can be switched off: the {@linkplain io.goldstream.gateway.edge edge}
 * takes events by HTTP into the raw topics, and the {@linkplain io.goldstream.gateway.refinery refinery} makes bronze, silver
 * and quarantine of them. Here is what both share. Begin with {@link io.goldstream.gateway.GatewayConfig}, which names every
 * setting, and with {@code docs/architecture.md}, which follows one event through both.
 */
package io.goldstream.gateway;
