package io.goldstream.events;

/**
 * Names of the headers on raw records; values are UTF-8. The {@code ce_} ones are CloudEvents' Kafka binding, binary mode. Other
 * producers name their headers as they like, so what is ours says so: a job queue's {@code attempt} is no replay.
 */
public final class EventHeaders {
    /** The event's id. */
    public static final String ID = "ce_id";

    /** The event's type, {@link EventType#id()}. */
    public static final String TYPE = "ce_type";

    /** Who sent it: where clients are known by key or token, by that. */
    public static final String SOURCE = "ce_source";

    /** Who sent it by the client's own word, where {@link #SOURCE} says what is known. */
    public static final String CLIENT_SOURCE = "ce_clientsource";

    /** When it happened, by its producer's envelope: RFC 3339. */
    public static final String TIME = "ce_time";

    /** The trace that it is part of (W3C Trace Context). */
    public static final String TRACE_PARENT = "traceparent";

    /** What tracing systems add to {@link #TRACE_PARENT}. */
    public static final String TRACE_STATE = "tracestate";

    /** CloudEvents' version, always {@link #CLOUD_EVENTS}. */
    public static final String SPEC_VERSION = "ce_specversion";

    /** The version of CloudEvents that is spoken here. */
    public static final String CLOUD_EVENTS = "1.0";

    /** When the edge received it: milliseconds since the epoch, in decimal digits. */
    public static final String RECEIVED_AT = "goldstream-received-at";

    /** 0 or absent for the first try, one more for each replay, in decimal digits. */
    public static final String ATTEMPT = "goldstream-attempt";

    private EventHeaders() {}
}
