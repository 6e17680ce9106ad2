package io.goldstream.gateway.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Why events are answered {@code retry}: in the metric {@code goldstream.edge.retries} by kind, and once a minute in the log,
 * where the first of a kind speaks for all of them.
 */
@Singleton
class RetryReasons {

    /** How often the log tells of them. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    /** The request's thread was interrupted before Kafka had answered. */
    static final String INTERRUPTED = "Interrupted";

    private static final Logger LOG = Logger.getLogger(RetryReasons.class);

    private final MeterRegistry metrics;
    private final Consumer<String> log;
    private final Map<String, Reason> untold = new TreeMap<>();

    /** Of one kind, since the log told of it last. */
    private record Reason(String first, long events) {}

    @Inject
    RetryReasons(MeterRegistry metrics) {
        this(metrics, LOG::warn);
    }

    RetryReasons(MeterRegistry metrics, Consumer<String> log) {
        this.metrics = metrics;
        this.log = log;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(PERIOD.toMillis(), _ -> tell());
    }

    void stop(@Observes ShutdownEvent event) {
        tell();
    }

    /** @param failure why the event is not known to be kept; its kind is its name, such as {@code NotEnoughReplicas} */
    void add(Exception failure) {
        Throwable reason = root(failure);
        add(reason.getClass().getSimpleName().replaceFirst("Exception$", ""), String.valueOf(reason.getMessage()));
    }

    /** @param kind one of few: it is a tag of the metric */
    void add(String kind, String message) {
        metrics.counter("goldstream.edge.retries", "reason", kind).increment();
        synchronized (untold) {
            untold.merge(kind, new Reason(message, 1), (before, _) -> new Reason(before.first(), before.events() + 1));
        }
    }

    /** Says what has come since the last time, a line for each kind. */
    void tell() {
        synchronized (untold) {
            untold.forEach(
                    (kind, reason) -> log.accept("%d events were answered retry in the last %d s: %s, such as: %s"
                            .formatted(reason.events(), PERIOD.toSeconds(), kind, reason.first())));
            untold.clear();
        }
    }

    /** A wrapper says nothing itself. */
    private static Throwable root(Throwable failure) {
        return failure.getClass() == KafkaException.class && failure.getCause() != null
                ? root(failure.getCause())
                : failure;
    }
}
