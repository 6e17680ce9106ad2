package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.land.Rotation.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task tells of itself. Connect publishes it by JMX and by its metrics reporters, as
 * {@code kafka.connect:type=plugins,connector=…,task=…}.
 */
final class Meters {

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);
    private static final long BETWEEN_TRIES = 5000;

    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder errants = new LongAdder();
    private final LongAdder tombstones = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private final Map<Reason, LongAdder> flushes = new EnumMap<>(Reason.class);
    private final Clock clock;
    private final List<Waiting> waiting = new ArrayList<>();
    private Supplier<PluginMetrics> worker;
    private long nextTry = Long.MIN_VALUE;
    private boolean told;
    private volatile long openFiles;
    private volatile long bufferedBytes;
    private volatile long oldestPending = Long.MAX_VALUE;

    Meters(Clock clock) {
        this.clock = clock;
        for (Reason reason : Reason.values()) {
            flushes.put(reason, new LongAdder());
        }
    }

    /** A metric that the worker has not taken yet. */
    private record Waiting(String name, String description, LongSupplier value, Map<String, String> tags) {}

    /** Gives the metrics to the worker. Work does not wait for them: what it does not take now is tried again. */
    void register(Supplier<PluginMetrics> metrics) {
        worker = metrics;
        add("records-landed-total", "Rows in published files.", rows::sum);
        add("bytes-landed-total", "Bytes of published files.", bytes::sum);
        add("files-landed-total", "Published files.", files::sum);
        add(
                "records-errant-total",
                "Records that cannot be landed: passed over, or in the dead-letter queue.",
                errants::sum);
        add("tombstones-skipped-total", "Records without a value that were passed over.", tombstones::sum);
        add("records-late-total", "Records that were later than event.time.lateness.", late::sum);
        add("storage-retries-total", "Storage errors that were or will be tried again.", retries::sum);
        add(
                "manifest-conflicts-total",
                "Commits that failed because the manifest had changed meanwhile.",
                conflicts::sum);
        add("partitions-fenced-total", "Partitions that another task opened while this one had them.", fenced::sum);
        add("open-files", "Files that are open, and take rows.", () -> openFiles);
        add("buffered-bytes", "Estimated bytes of memory that open files hold.", () -> bufferedBytes);
        add("lag-ms", "Milliseconds since the timestamp of the oldest record that is not landed.", this::lag);
        flushes.forEach((reason, count) -> waiting.add(
                new Waiting("flushes-total", "Flushes, by their reason.", count::sum, Map.of("reason", name(reason)))));
        registerRest();
    }

    private void add(String name, String description, LongSupplier value) {
        waiting.add(new Waiting(name, description, value, Map.of()));
    }

    /** A predecessor that stops slowly has the metrics' names still; they are free once it is gone. */
    void registerRest() {
        if (waiting.isEmpty() || clock.millis() < nextTry) {
            return;
        }
        nextTry = clock.millis() + BETWEEN_TRIES;
        try {
            PluginMetrics metrics = worker.get();
            waiting.removeIf(metric -> isTaken(metrics, metric));
        } catch (LinkageError olderWorker) {
            LOG.info("This worker is older than Kafka 4.1, and takes no metrics of connectors. Upgrade it to see them");
            waiting.clear();
        } catch (RuntimeException e) {
            tellOnce(e);
        }
    }

    private boolean isTaken(PluginMetrics metrics, Waiting metric) {
        try {
            add(metrics, metric);
            return true;
        } catch (RuntimeException e) {
            tellOnce(e);
            return false;
        }
    }

    private void tellOnce(RuntimeException e) {
        if (!told) {
            LOG.warn("The worker does not take all metrics now, and will be asked again: {}", e.toString());
            told = true;
        }
    }

    private static void add(PluginMetrics metrics, Waiting metric) {
        Gauge<Long> gauge = (config, now) -> metric.value().getAsLong();
        metrics.addMetric(
                metrics.metricName(metric.name(), metric.description(), new LinkedHashMap<>(metric.tags())), gauge);
    }

    private static String name(Reason reason) {
        return reason.name().toLowerCase(java.util.Locale.ROOT);
    }

    private long lag() {
        long oldest = oldestPending;
        return oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldest);
    }

    void landed(long newRows, long newBytes, long newFiles) {
        rows.add(newRows);
        bytes.add(newBytes);
        files.add(newFiles);
    }

    void flushed(Reason reason) {
        flushes.get(reason).increment();
    }

    void errant() {
        errants.increment();
    }

    void tombstone() {
        tombstones.increment();
    }

    void late() {
        late.increment();
    }

    void retry() {
        retries.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void fenced() {
        fenced.increment();
    }

    /** @param oldest timestamp of a record that is not landed; {@link Long#MAX_VALUE} if all are */
    void holding(long nowOpen, long nowBuffered, long oldest) {
        openFiles = nowOpen;
        bufferedBytes = nowBuffered;
        oldestPending = oldest;
    }
}
