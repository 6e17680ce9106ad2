package io.goldstream.gateway.refinery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the log's ends are from what is refined, in the partitions that are ours or nobody's. Asked for by another thread
 * than the one that refines, and of the log itself: a consumer knows nothing of what stands behind an open transaction, and
 * nothing at all while its thread hangs.
 */
final class RefineryLag {

    private static final long PATIENCE_MILLIS = 5_000;

    private final String group;
    private final GroupWatch watch;
    private final RefineryMetrics metrics;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private volatile Map<TopicPartition, Long> reached = Map.of();

    RefineryLag(String group, GroupWatch watch, RefineryMetrics metrics) {
        this.group = group;
        this.watch = watch;
        this.metrics = metrics;
    }

    /** Up to where each partition that is ours is refined. It holds until something else is said. */
    void reached(Map<TopicPartition, Long> offsets) {
        reached = offsets;
    }

    /** Measures once. Where Kafka does not answer, what was measured before stands. */
    void measure(Admin admin) throws InterruptedException {
        GroupWatch.Shares shares = watch.look(admin);
        metrics.unassigned(shares.unassigned().size());
        Map<TopicPartition, Long> from = new HashMap<>(reached);
        from.keySet().removeAll(shares.others());
        Set<TopicPartition> unsaid = new HashSet<>(shares.ours());
        unsaid.addAll(shares.unassigned());
        unsaid.removeAll(from.keySet());
        Map<String, Long> lags = new HashMap<>();
        metrics.lagging().forEach(topic -> lags.put(topic, 0L));
        try {
            if (!unsaid.isEmpty()) {
                from.putAll(committed(admin, unsaid));
            }
            ends.putAll(offsets(admin, from.keySet(), OffsetSpec.latest()));
            from.forEach((partition, next) ->
                    lags.merge(partition.topic(), Math.max(0, ends.getOrDefault(partition, next) - next), Long::sum));
            lags.forEach(metrics::lag);
        } catch (ExecutionException | TimeoutException noAnswer) {
            // It will be asked again.
        }
    }

    /** From where whoever is given a partition would go on. */
    private Map<TopicPartition, Long> committed(Admin admin, Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
                .partitionsToOffsetAndMetadata(group)
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Map<TopicPartition, Long> next = offsets(admin, partitions, OffsetSpec.earliest());
        next.replaceAll((partition, beginning) -> {
            OffsetAndMetadata offset = committed.get(partition);
            return offset == null ? beginning : Math.max(beginning, offset.offset());
        });
        return next;
    }

    /** Of the partitions that have a leader to answer. */
    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        ListOffsetsResult answer = admin.listOffsets(asked);
        try {
            answer.all().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someHaveNone) {
            // The others' are here.
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            CompletableFuture<ListOffsetsResultInfo> one =
                    answer.partitionResult(partition).toCompletionStage().toCompletableFuture();
            if (one.state() == Future.State.SUCCESS) {
                offsets.put(partition, one.resultNow().offset());
            }
        }
        return offsets;
    }
}
