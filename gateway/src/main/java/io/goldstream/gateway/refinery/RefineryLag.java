package io.goldstream.gateway.refinery;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the log's ends are from what is refined. Asked for by another thread than the one that refines, and of the log
 * itself: a consumer knows nothing of what stands behind an open transaction, and nothing at all while its thread hangs.
 */
final class RefineryLag {

    private static final long PATIENCE_MILLIS = 5_000;

    private final RefineryMetrics metrics;
    private volatile Map<TopicPartition, Long> reached = Map.of();

    RefineryLag(RefineryMetrics metrics) {
        this.metrics = metrics;
    }

    /** Up to where each partition that is ours is refined. It holds until something else is said. */
    void reached(Map<TopicPartition, Long> offsets) {
        reached = offsets;
    }

    /** Measures once. Where Kafka does not answer, what was measured before stands. */
    void measure(Admin admin) throws InterruptedException {
        Map<TopicPartition, Long> now = reached;
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        now.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        Map<String, Long> lags = new HashMap<>();
        metrics.lagging().forEach(topic -> lags.put(topic, 0L));
        try {
            admin.listOffsets(ends)
                    .all()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .forEach((partition, end) ->
                            lags.merge(partition.topic(), Math.max(0, end.offset() - now.get(partition)), Long::sum));
            lags.forEach(metrics::lag);
        } catch (ExecutionException | TimeoutException noAnswer) {
            // It will be asked again.
        }
    }
}
