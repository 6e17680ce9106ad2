package io.goldstream.gateway;

import io.goldstream.events.EventType;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Every setting of the gateway that is not Quarkus's own. As environment: {@code GOLDSTREAM_EDGE_ENABLED} and so on. A value
 * that breaks a constraint ends the start.
 */
@ConfigMapping(prefix = "goldstream")
public interface GatewayConfig {

    /** What the replayer's ids in Kafka end with: the transactional one, in place of an instance. */
    String REPLAY = "replay";

    /**
     * This instance's name, of letters, digits, {@code .}, {@code _} and {@code -}; unique among instances and the same
     * after a restart. The refinery's transactional id ends with it, by which Kafka ends what a killed instance left open. It
     * is the instance's name in the consumer group, by which the one that starts again has its partitions at once.
     */
    @Pattern(regexp = Bounds.NAME, message = Bounds.IS_NAME)
    @Pattern(
            regexp = "(?!" + REPLAY + "$).*",
            message = "must not be " + REPLAY + ", by which Kafka knows the replayer: take another name")
    @WithDefault("gateway-0")
    String instance();

    /** Which {@link Generation} of bronze, silver and quarantine is written, and whose quarantine is shown. */
    @WithDefault("1")
    Generation generation();

    /**
     * Instead of serving and refining on: refine raw records again, and exit. {@code topics}: those of the raw topics; {@code
     * lines}: those of the lines on standard input, then the topics; {@code missing}: the lines that are marked as missing.
     * {@code ./goldstream reprocess} sets it.
     */
    Optional<Reprocessing> reprocess();

    /** The first UTC date that an event may have; 2020-01-01, the contract's own, if it is not set. */
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

    /**
     * Who may send events by HTTP. In production, an instance that takes events does not start without write keys, OIDC ({@code
     * quarkus.oidc}) or {@code open}.
     */
    interface Auth {
        /**
         * A JSON file of write keys: a list of {@code {"id", "sha256", "source", "types", "ratePerSecond",
         * "origins", "expires"}}.
         * {@code ./goldstream key new} makes them.
         */
        Optional<Path> writeKeys();

        /** How often the file of write keys is looked at for a change. */
        @DurationMin(millis = 1, message = Bounds.MILLIS)
        @WithDefault("5s")
        Duration reloadEvery();

        /** The role that a bearer token has to have to send events, if any. */
        Optional<@Pattern(regexp = ".*\\S.*", message = "has to be the name of a role, or not set") String> oidcRole();

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
        Optional<
                        @Pattern(
                                regexp = "[0-9a-f]{64}",
                                message = "has to be the SHA-256 of a key, in 64 lower-case hexadecimal digits")
                        String>
                keySha256();
    }

    /** HTTP in. */
    interface Edge {
        /** What a request holds before its body has come: buffers, and a thread that waits. */
        long REQUEST_BYTES = 16 * 1024;

        /** Whether this instance takes events by HTTP. */
        @WithDefault("true")
        boolean enabled();

        /** What a body may expand to. */
        @Bytes
        @WithDefault("32M")
        MemorySize maxExpandedSize();

        /** How many times its own size a body may expand to, once that is beyond a mebibyte. */
        @Min(value = 1, message = Bounds.NUMBER)
        @WithDefault("200")
        int maxRatio();

        /**
         * How long a body may take to come, in all. Shorter than {@code quarkus.http.read-timeout} and {@code
         * quarkus.http.idle-timeout}, by which Quarkus ends a connection, and with HTTP/2 all requests on it, without an
         * answer.
         */
        @DurationMin(millis = 1, message = Bounds.MILLIS)
        @WithDefault("30s")
        Duration bodyTimeout();

        /**
         * What one event may weigh, in bytes of its Kafka record before compression: JSON, key and headers, as Kafka's client
         * counts them. It can only be lowered: the raw topics' {@code max.message.bytes} is 1 MiB, and what cannot be compressed
         * grows a little.
         */
        @Bytes(max = RecordSizes.EVENT)
        @WithDefault("" + RecordSizes.EVENT)
        MemorySize maxEventSize();

        /** How many events one request may bring. */
        @Min(value = 1, message = Bounds.NUMBER)
        @WithDefault("10000")
        int maxEvents();

        /** Once the oldest request has waited so long for Kafka, new ones are turned away. */
        @DurationMin(millis = 1, message = Bounds.MILLIS)
        @WithDefault("1s")
        Duration maxWait();

        /**
         * How many bytes requests may hold at once, most of them of their bodies, while they come and while they wait for Kafka.
         * Several requests of one client hold half of it at most.
         */
        @Bytes(min = REQUEST_BYTES, max = Long.MAX_VALUE)
        @WithDefault("64M")
        MemorySize maxInFlightSize();

        /**
         * How long an event may wait for Kafka's acknowledgement before its verdict is {@code retry}. Shorter than {@code
         * quarkus.http.idle-timeout}.
         */
        @DurationMin(millis = 1, message = Bounds.MILLIS)
        @DurationMax(hours = 1, message = Bounds.HOURS)
        @WithDefault("5s")
        Duration deliveryTimeout();

        /**
         * How long an event waits for others to go to Kafka with it. An answer comes as much later; fuller batches cost less
         * to compress, to send and to keep.
         */
        @DurationMin(message = Bounds.NOT_NEGATIVE)
        @WithDefault("5ms")
        Duration linger();

        /** What clients are told to wait before they retry, unless their key's rate says how long. */
        @DurationMin(seconds = 1, message = Bounds.SECONDS)
        @WithDefault("2s")
        Duration retryAfter();

        /**
         * On SIGTERM, how long to go on as before while not being ready: as long as balancers take to send elsewhere.
         */
        @DurationMin(message = Bounds.NOT_NEGATIVE)
        @WithDefault("0s")
        Duration drainDelay();

        /** How long to wait after that for the answers of requests that were taken. */
        @DurationMin(message = Bounds.NOT_NEGATIVE)
        @WithDefault("10s")
        Duration drainTimeout();

        /** The CloudEvents source of events that come by HTTP, if neither the sender's key or token nor the event has one. */
        @Pattern(regexp = "\\S+", message = "has to be a URI reference, which has no blanks" + Bounds.VALUE)
        @WithDefault(RefineryProtocol.EDGE_SOURCE)
        String source();
    }

    /** Raw to bronze, silver and quarantine. */
    interface Refinery {
        /** Whether this instance refines. */
        @WithDefault("true")
        boolean enabled();

        /** The consumer group, shared by all instances; a later generation's has its suffix. */
        @Pattern(regexp = Bounds.NAME, message = Bounds.IS_NAME)
        @WithDefault(RefineryProtocol.GROUP)
        String group();

        /** The records of one transaction, where so many are there; what is polled last may bring a few hundred more. */
        @Min(value = 1, message = Bounds.NUMBER)
        @WithDefault("5000")
        int maxRecords();

        /** How much older an earlier record may be for its repetition to be a duplicate. */
        @DurationMin(message = Bounds.NOT_NEGATIVE)
        @WithDefault("15m")
        Duration dedupeSpan();

        /** How many records of each partition to look back for duplicates at most; as many are read again at the start. */
        @Min(value = 1, message = Bounds.NUMBER)
        @WithDefault("" + RefineryProtocol.DEDUPE_RECORDS)
        int dedupeRecords();

        /** After how long without a sign of life an instance's partitions go to others. */
        @DurationMin(seconds = 6, message = Bounds.SECONDS + Bounds.BROKER)
        @DurationMax(minutes = 30, message = Bounds.MINUTES + Bounds.BROKER)
        @WithDefault("10s")
        Duration sessionTimeout();

        /** After how long Kafka ends the transaction of an instance that is gone and does not return. */
        @DurationMin(seconds = 1, message = Bounds.SECONDS)
        @DurationMax(minutes = 15, message = Bounds.MINUTES + Bounds.BROKER)
        @WithDefault("30s")
        Duration transactionTimeout();

        /** How long one record may take to refine. One that takes longer, twice, is set aside unread. */
        @DurationMin(seconds = 1, message = Bounds.SECONDS)
        @WithDefault("10s")
        Duration recordTimeout();

        /** Records that are set aside without being read, by coordinates such as {@code raw.listen_events-0-42}. */
        Optional<
                        List<
                                @Pattern(
                                        regexp = ".+-[0-9]+-[0-9]+",
                                        message =
                                                "has to be a coordinate such as raw.listen_events-0-42" + Bounds.VALUE)
                                String>>
                unread();

        /** How long to wait before starting anew after a failure. */
        @DurationMin(message = Bounds.NOT_NEGATIVE)
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
