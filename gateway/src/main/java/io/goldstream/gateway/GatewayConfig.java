package io.goldstream.gateway;

import io.goldstream.events.EventType;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting of the gateway that is not Quarkus's own. As environment: {@code GOLDSTREAM_EDGE_ENABLED} and so on. */
@ConfigMapping(prefix = "goldstream")
public interface GatewayConfig {

    /**
     * This instance's name, of letters, digits, {@code .}, {@code _} and {@code -}; unique among instances and the same
     * after a restart. It is the refinery's transactional id, by which Kafka ends what a killed instance left open, and
     * its name in the consumer group, by which the one that starts again has its partitions at once.
     */
    @WithDefault("gateway-0")
    String instance();

    /** Which {@link Generation} of bronze, silver and quarantine is written, and whose quarantine is shown. */
    @WithDefault("1")
    Generation generation();

    /** Instead of serving and refining on: refine again what is named, and exit. See {@link Reprocessing}. */
    Optional<Reprocessing> reprocess();

    /** The first UTC date that an event may have; the contract's own where it is not set. */
    Optional<LocalDate> firstDate();

    Auth auth();

    Operators operators();

    Edge edge();

    Refinery refinery();

    /** The types by their raw topics. */
    default Map<String, EventType> typesByTopic() {
        Map<String, EventType> types = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            types.put(rawTopic(type), type);
        }
        return types;
    }

    /** The raw topic of a type. */
    default String rawTopic(EventType type) {
        return "raw." + type.sourceTable();
    }

    /** Whether this process takes events by HTTP: one that reprocesses does only that. */
    default boolean takesEvents() {
        return edge().enabled() && reprocess().isEmpty();
    }

    /** The refinery's consumer group. */
    default String group() {
        return refinery().group() + generation().suffix();
    }

    /** Who may send events by HTTP. In production, one of these or OIDC ({@code quarkus.oidc}) has to be set. */
    interface Auth {
        /**
         * A JSON file of write keys: a list of {@code {"id", "sha256", "source", "types", "ratePerSecond",
         * "origins", "expires"}}.
         * {@code ./goldstream key new} makes them.
         */
        Optional<Path> writeKeys();

        /** How often the file of write keys is looked at for a change. */
        @WithDefault("5s")
        Duration reloadEvery();

        /** The role that a bearer token has to have to send events, if any. */
        Optional<String> oidcRole();

        /** Takes events from everybody. For a laptop, or behind something that asks for credentials itself. */
        @WithDefault("false")
        boolean open();
    }

    /** Who may change something on the management port. */
    interface Operators {
        /**
         * The SHA-256 of the operators' key, in lower-case hexadecimal digits; it is no secret itself. Without it nobody may
         * replay. {@code ./goldstream key operator} makes a key.
         */
        Optional<String> keySha256();
    }

    /** HTTP in. */
    interface Edge {
        /** Whether this instance takes events by HTTP. */
        @WithDefault("true")
        boolean enabled();

        /** What a body may expand to. */
        @WithDefault("32M")
        MemorySize maxExpandedSize();

        /** How many times its own size a body may expand to, once that is beyond a mebibyte. */
        @WithDefault("200")
        int maxRatio();

        /**
         * How long a body may take to come, in all. Shorter than {@code quarkus.http.read-timeout} and {@code
         * quarkus.http.idle-timeout}, by which Quarkus ends a connection, and with HTTP/2 all requests on it, without an
         * answer.
         */
        @WithDefault("30s")
        Duration bodyTimeout();

        /**
         * What one event may weigh, in bytes of its Kafka record before compression: JSON, key and headers, as Kafka's client
         * counts them. It can only be lowered: the raw topics' {@code max.message.bytes} is 1 MiB, and what cannot be compressed
         * grows a little.
         */
        @WithDefault("" + RecordSizes.EVENT)
        MemorySize maxEventSize();

        /** How many events one request may bring. */
        @WithDefault("10000")
        int maxEvents();

        /** Once the oldest request has waited so long for Kafka, new ones are turned away. */
        @WithDefault("1s")
        Duration maxWait();

        /**
         * How many bytes of bodies may be held at once, while they come and while they wait for Kafka. Several requests of
         * one client hold half of it at most.
         */
        @WithDefault("64M")
        MemorySize maxInFlightSize();

        /**
         * How long an event may wait for Kafka's acknowledgement before its verdict is {@code retry}. Shorter than {@code
         * quarkus.http.idle-timeout}.
         */
        @WithDefault("5s")
        Duration deliveryTimeout();

        /**
         * How long an event waits for others to go to Kafka with it. An answer comes as much later; fuller batches cost less
         * to compress, to send and to keep.
         */
        @WithDefault("5ms")
        Duration linger();

        /** What clients are told to wait before they retry. */
        @WithDefault("2s")
        Duration retryAfter();

        /**
         * On SIGTERM, how long to go on as before while not being ready: as long as balancers take to send elsewhere.
         */
        @WithDefault("0s")
        Duration drainDelay();

        /** How long to wait after that for the answers of requests that were taken. */
        @WithDefault("10s")
        Duration drainTimeout();

        /** The CloudEvents source of events that come by HTTP. */
        @WithDefault(RefineryProtocol.EDGE_SOURCE)
        String source();
    }

    /** Raw to bronze, silver and quarantine. */
    interface Refinery {
        /** Whether this instance refines. */
        @WithDefault("true")
        boolean enabled();

        /** The consumer group, shared by all instances; a later generation's has its suffix. */
        @WithDefault(RefineryProtocol.GROUP)
        String group();

        /** The records of one transaction, where so many are there; what is polled last may bring a few hundred more. */
        @WithDefault("5000")
        int maxRecords();

        /** How much older an earlier record may be for its repetition to be a duplicate. */
        @WithDefault("15m")
        Duration dedupeSpan();

        /** How many records of each partition to look back for duplicates at most; as many are read again at the start. */
        @WithDefault("" + RefineryProtocol.DEDUPE_RECORDS)
        int dedupeRecords();

        /** After how long without a sign of life an instance's partitions go to others. */
        @WithDefault("10s")
        Duration sessionTimeout();

        /** After how long Kafka ends the transaction of an instance that is gone and does not return. */
        @WithDefault("30s")
        Duration transactionTimeout();

        /** How long one record may take to refine. One that takes longer, twice, is set aside unread. */
        @WithDefault("10s")
        Duration recordTimeout();

        /** Records that are set aside without being read, by coordinates such as {@code raw.listen_events-0-42}. */
        Optional<List<String>> unread();

        /** How long to wait before starting anew after a failure. */
        @WithDefault("1s")
        Duration restartDelay();
    }

    /** What a gateway that does not serve refines. */
    enum Reprocessing {
        /** The raw topics, up to where they end when it starts, into a generation of their own. */
        TOPICS,
        /** Raw records that come as lines on standard input, then the topics from where those end, into a generation of their own. */
        LINES,
        /** Those of the lines on standard input that say that they are missing, into the generation in use. */
        MISSING
    }
}
