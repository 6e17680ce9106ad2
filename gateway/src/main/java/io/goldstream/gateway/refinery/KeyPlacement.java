package io.goldstream.gateway.refinery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Counts the records that stand in another partition than Kafka's Java clients, and so the edge, give their key: duplicates
 * are told within a partition, so one producer's repetition of another's event is not. Not thread-safe.
 */
final class KeyPlacement {

    private final ToIntFunction<String> partitionsOf;
    private final RefineryMetrics metrics;
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<String, Integer> misplaced = new HashMap<>();

    /** @param partitionsOf how many partitions a topic has */
    KeyPlacement(ToIntFunction<String> partitionsOf, RefineryMetrics metrics) {
        this.partitionsOf = partitionsOf;
        this.metrics = metrics;
    }

    void count(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null
                && record.partition() != partition(record.key(), record.topic(), record.partition() + 1)) {
            misplaced.merge(record.topic(), 1, Integer::sum);
        }
    }

    /** As {@code BuiltInPartitioner} does. */
    private int partition(byte[] key, String topic, int atLeast) {
        int count = partitions.computeIfAbsent(topic, partitionsOf::applyAsInt);
        if (count < atLeast) { // the topic was given more
            count = partitionsOf.applyAsInt(topic);
            partitions.put(topic, count);
        }
        return Utils.toPositive(Utils.murmur2(key)) % count;
    }

    /** Tells what was counted since. */
    void commit() {
        misplaced.forEach(metrics::misplaced);
        misplaced.clear();
    }
}
