package io.goldstream.events.kafka;

import io.goldstream.events.schema.Layer;

/** How many bytes a Kafka record may have. Each bound leaves room for what is made of it further on. */
public final class RecordSizes {

    /** The record of an event that comes by HTTP, before compression; {@code goldstream.edge.max-event-size} can only lower it. */
    public static final int EVENT = 1_000_000;

    /** A record of a raw topic, whoever writes it. */
    public static final int RAW = 1024 * 1024;

    /** A row that the refinery writes: an event, its lineage, and a quarantined one's bytes as base64. */
    public static final int ROW = 2 * 1024 * 1024;

    /** A record of any other topic, and the greatest that a broker takes: a row, and what compression may add. */
    public static final int DERIVED = ROW + 64 * 1024;

    /** A request of a client that writes rows or sends raw records again: several of the largest in one. */
    public static final int REQUEST = 4 * 1024 * 1024;

    /** What one broker sends the refinery at once: two of the largest requests. Kafka's default is six times as much. */
    public static final int FETCH = 2 * REQUEST;

    private RecordSizes() {}

    /** The {@code max.message.bytes} of a layer's topics. */
    public static int of(Layer layer) {
        return layer == Layer.RAW ? RAW : DERIVED;
    }
}
