package io.goldstream.events.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * Settings of Kafka clients that promises rest on, by Kafka's own names. Whoever makes a client begins with these, and adds
 * what is its own: addresses, sizes, patience.
 */
public final class ClientSettings {

    /** What a consumer sees of transactions: nothing of one that was aborted. */
    public static final String ISOLATION = "isolation.level";

    public static final String READ_COMMITTED = "read_committed";

    /** How batches are compressed: the one setting here that no promise rests on. */
    public static final String COMPRESSION = "compression.type";

    private static final Map<String, String> PRODUCER =
            Map.of("acks", "all", "enable.idempotence", "true", COMPRESSION, "lz4");

    private static final Map<String, String> CONSUMER =
            Map.of(ISOLATION, READ_COMMITTED, "enable.auto.commit", "false", "allow.auto.create.topics", "false");

    private ClientSettings() {}

    /** Of a producer: what Kafka acknowledges is on every in-sync replica, once and in order. */
    public static Map<String, String> producer() {
        return PRODUCER;
    }

    /** The same, and a client's own settings, which come first where both say something. */
    public static Map<String, Object> producer(Map<String, ?> own) {
        return with(PRODUCER, own);
    }

    /** Of a consumer: it sees what is committed, moves no group's position by itself, and makes no topics. */
    public static Map<String, String> consumer() {
        return CONSUMER;
    }

    /** The same, and a client's own settings, which come first where both say something. */
    public static Map<String, Object> consumer(Map<String, ?> own) {
        return with(CONSUMER, own);
    }

    private static Map<String, Object> with(Map<String, String> promises, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(promises);
        settings.putAll(own);
        return settings;
    }
}
