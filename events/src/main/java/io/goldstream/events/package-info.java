/**
 * The event contract: what an event is, which fields and rules it has, and by what names it is known in Kafka.
 *
 * <p>Begin with {@link io.goldstream.events.EventType}, then {@link io.goldstream.events.Common} and one of the four types, such as
 * {@link io.goldstream.events.Listen}. All of it is plain Java 17, so that gateway, workers and commands share it.
 */
package io.goldstream.events;
