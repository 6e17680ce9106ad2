/**
 * Events in by HTTP. A request passes {@link io.goldstream.gateway.edge.AdmissionFilter} before its body is read, and then
 * {@link io.goldstream.gateway.edge.EventsResource}, which cuts the body into {@link io.goldstream.gateway.edge.Submission
 * submissions}. {@link io.goldstream.gateway.edge.Intake} makes a {@link io.goldstream.gateway.edge.JudgedEvent} of each, sends
 * what is kept to the {@link io.goldstream.gateway.edge.RawLog}, and answers with a {@link
 * io.goldstream.gateway.edge.Receipt} once Kafka has acknowledged it. Begin with {@code EventsResource}.
 */
package io.goldstream.gateway.edge;
