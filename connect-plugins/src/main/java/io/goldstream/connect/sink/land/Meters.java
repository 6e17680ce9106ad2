package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.land.Rotation.Reason;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * What a task tells of itself. Connect publishes it by JMX and by its metrics reporters, as
 * {@code kafka.connect:type=plugins,connector=…,task=…}.
 */
final class Meters {

    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder errants = new LongAdder();
    private final LongAdder tombstones = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final Map<Reason, LongAdder> flushes = new EnumMap<>(Reason.class);
    private final Clock clock;
    private volatile long openFiles;
    private volatile long bufferedBytes;
    private volatile long oldestPending = Long.MAX_VALUE;

    Meters(Clock clock) {
        this.clock = clock;
        for (Reason reason : Reason.values()) {
            flushes.put(reason, new LongAdder());
        }
    }

    void register(PluginMetrics metrics) {
        add(metrics, "records-landed-total", "Rows in published files.", rows::sum);
        add(metrics, "bytes-landed-total", "Bytes of published files.", bytes::sum);
        add(metrics, "files-landed-total", "Published files.", files::sum);
        add(metrics, "records-errant-total", "Records that could not be landed.", errants::sum);
        add(metrics, "tombstones-skipped-total", "Records without a value, passed over.", tombstones::sum);
        add(metrics, "records-late-total", "Records whose event time was too far behind.", late::sum);
        add(metrics, "storage-retries-total", "Storage errors that were or will be retried.", retries::sum);
        add(metrics, "manifest-conflicts-total", "Compare-and-swaps of a manifest that failed.", conflicts::sum);
        add(metrics, "open-files", "Files that take rows.", () -> openFiles);
        add(metrics, "buffered-bytes", "Estimated memory of open files.", () -> bufferedBytes);
        add(metrics, "lag-ms", "Age of the oldest record that is not landed, by its timestamp.", this::lag);
        flushes.forEach((reason, count) ->
                add(metrics, "flushes-total", "Flushes by reason.", count::sum, Map.of("reason", name(reason))));
    }

    private static void add(PluginMetrics metrics, String name, String description, LongSupplier value) {
        add(metrics, name, description, value, Map.of());
    }

    private static void add(
            PluginMetrics metrics, String name, String description, LongSupplier value, Map<String, String> tags) {
        Gauge<Long> gauge = (config, now) -> value.getAsLong();
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), gauge);
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

    /** @param oldest timestamp of a record that is not landed; {@link Long#MAX_VALUE} if all are */
    void holding(long nowOpen, long nowBuffered, long oldest) {
        openFiles = nowOpen;
        bufferedBytes = nowBuffered;
        oldestPending = oldest;
    }
}
