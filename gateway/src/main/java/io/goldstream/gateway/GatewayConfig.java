package io.goldstream.gateway;

import io.goldstream.events.EventType;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Every setting of the gateway that is not Quarkus's own. As environment: {@code GOLDSTREAM_EDGE_ENABLED} and so on. */
@ConfigMapping(prefix = "goldstream")
public interface GatewayConfig {

    /**
     * This instance's name, unique among instances and the same after a restart: it is the refinery's transactional id,
     * by which Kafka ends what a killed instance left open.
     */
    @WithDefault("gateway-0")
    String instance();

    /** The first UTC date that an event may have; the contract's own where it is not set. */
    Optional<LocalDate> firstDate();

    /**
     * Raw topics that are not named as the contract names them, by event type: {@code
     * goldstream.raw-topics.listen=listen_events} reads and writes an eventsim cluster's own.
     */
    Map<String, String> rawTopics();

    Edge edge();

    Refinery refinery();

    /** The raw topic of a type. */
    default String rawTopic(EventType type) {
        return rawTopics().getOrDefault(type.id(), "raw." + type.sourceTable());
    }

    /** HTTP in. */
    interface Edge {
        /** Whether this instance takes events by HTTP. */
        @WithDefault("true")
        boolean enabled();

        /** What a body may expand to. */
        @WithDefault("32M")
        MemorySize maxExpandedSize();

        /** What one event may weigh, in bytes of its JSON; leaves room for headers below the topics' 1 MiB. */
        @WithDefault("1000000")
        MemorySize maxEventSize();

        /** How many events one request may bring. */
        @WithDefault("10000")
        int maxEvents();

        /** Once the oldest request has waited so long for Kafka, new ones are turned away. */
        @WithDefault("1s")
        Duration maxWait();

        /** How many bytes of bodies may wait for Kafka at once. */
        @WithDefault("64M")
        MemorySize maxInFlightSize();

        /** How long an event may wait for Kafka's acknowledgement before its verdict is {@code retry}. */
        @WithDefault("5s")
        Duration deliveryTimeout();

        /** What clients are told to wait before they retry. */
        @WithDefault("2s")
        Duration retryAfter();

        /** The CloudEvents source of events that come by HTTP. */
        @WithDefault("/goldstream/edge")
        String source();
    }

    /** Raw to bronze, silver and quarantine. */
    interface Refinery {
        /** Whether this instance refines. */
        @WithDefault("true")
        boolean enabled();

        /** The consumer group, shared by all instances. */
        @WithDefault("goldstream-refinery")
        String group();

        /** The most records of one transaction. */
        @WithDefault("5000")
        int maxRecords();

        /** How much older an earlier record may be for its repetition to be a duplicate. */
        @WithDefault("15m")
        Duration dedupeSpan();

        /** How many records of each partition to look back for duplicates at most; as many are read again at the start. */
        @WithDefault("100000")
        int dedupeRecords();

        /** After how long Kafka ends the transaction of an instance that is gone and does not return. */
        @WithDefault("30s")
        Duration transactionTimeout();

        /** How long to wait before starting anew after a failure. */
        @WithDefault("1s")
        Duration restartDelay();
    }
}
