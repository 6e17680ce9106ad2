package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.store.BlobStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A sink task's thread as Connect runs it: rewinds before a poll, sends a batch again after a RetriableException and
 * polls nothing meanwhile, commits what preCommit returns and no more than was delivered.
 */
final class ConnectWorker implements SinkTaskContext {

    private final KafkaLog log;
    private final Optional<ErrantRecordReporter> reporter;
    private final TestMetrics metrics;
    private final Lander lander;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> delivered = new HashMap<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private List<SinkRecord> batch = new ArrayList<>();
    private long timeout = -1;

    ConnectWorker(KafkaLog log, BlobStore store, Landing landing, Clock clock) {
        this(log, store, landing, clock, Optional.empty());
    }

    /** @param reporter of records that cannot be landed, if Connect is told to have one */
    ConnectWorker(
            KafkaLog log, BlobStore store, Landing landing, Clock clock, Optional<ErrantRecordReporter> reporter) {
        this(log, store, landing, clock, reporter, new TestMetrics());
    }

    /** @param metrics that the worker's tasks share */
    ConnectWorker(
            KafkaLog log,
            BlobStore store,
            Landing landing,
            Clock clock,
            Optional<ErrantRecordReporter> reporter,
            TestMetrics metrics) {
        this.log = log;
        this.reporter = reporter;
        this.metrics = metrics;
        this.lander = new Lander(this, store, log::id, landing, clock);
    }

    void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            positions.put(partition, log.committed(partition));
            delivered.put(partition, log.committed(partition));
        }
        lander.open(partitions);
        rewind();
    }

    /** One turn of the loop. */
    void iterate(int most) {
        rewind();
        if (batch.isEmpty()) {
            positions.replaceAll((partition, position) -> poll(partition, position, most));
        }
        try {
            lander.put(new ArrayList<>(batch));
        } catch (RetriableException e) {
            return;
        }
        delivered.putAll(positions);
        batch = new ArrayList<>();
    }

    /** For what the task fails with at the put after the one that met it. */
    void iterateTwice(int most) {
        iterate(most);
        iterate(most);
    }

    /** A batch as the consumer gives it, whatever its position is. */
    void deliver(List<SinkRecord> records) {
        lander.put(records);
    }

    /** As if records up to that offset had come, and been dropped before they reached the task. */
    void skipTo(TopicPartition partition, long offset) {
        positions.put(partition, offset);
        delivered.put(partition, offset);
    }

    private long poll(TopicPartition partition, long position, int most) {
        List<SinkRecord> records = log.read(partition, position, most);
        for (SinkRecord record : records) {
            if (log.isRefused(partition, record.kafkaOffset())) {
                log.deadLetter(partition, record.kafkaOffset());
            } else {
                batch.add(record);
            }
        }
        return records.isEmpty() ? position : records.get(records.size() - 1).kafkaOffset() + 1;
    }

    /**
     * Commits what the task says.
     *
     * @param member which partitions' commits the group takes from this worker
     */
    void commit(Predicate<TopicPartition> member) {
        Map<TopicPartition, OffsetAndMetadata> committable;
        try {
            committable = preCommit(positions.keySet());
        } catch (RuntimeException e) {
            // What Connect does behind the task's back, without closing and opening it.
            positions.replaceAll((partition, position) -> log.committed(partition));
            return;
        }
        commit(committable, member);
    }

    private Map<TopicPartition, OffsetAndMetadata> preCommit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> given = new HashMap<>();
        for (TopicPartition partition : partitions) {
            given.put(partition, new OffsetAndMetadata(delivered.get(partition)));
        }
        return lander.preCommit(given);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> committable, Predicate<TopicPartition> member) {
        committable.forEach((partition, offset) -> {
            if (member.test(partition) && offset.offset() <= delivered.get(partition)) {
                log.commit(partition, offset.offset());
            }
        });
    }

    void commit(boolean member) {
        commit(partition -> member);
    }

    /** Gives partitions up, as in a rebalance: what was polled of them and not put is dropped. */
    void close(Set<TopicPartition> partitions, Predicate<TopicPartition> member) {
        // Connect calls close between preCommit and the commit of its answer.
        Map<TopicPartition, OffsetAndMetadata> committable = preCommit(partitions);
        lander.close(partitions);
        commit(committable, member);
        positions.keySet().removeAll(partitions);
        delivered.keySet().removeAll(partitions);
        seeks.keySet().removeAll(partitions);
        batch.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.kafkaPartition())));
    }

    void stop(boolean member) {
        stop(partition -> member);
    }

    void stop(Predicate<TopicPartition> member) {
        close(Set.copyOf(positions.keySet()), member);
        lander.close();
    }

    /** Without a commit: an exception ended the task before it was asked for one. */
    void abandon() {
        lander.close(Set.copyOf(positions.keySet()));
        lander.close();
    }

    boolean hasReadAll() {
        return batch.isEmpty()
                && positions.entrySet().stream()
                        .allMatch(e -> log.read(e.getKey(), e.getValue(), 1).isEmpty());
    }

    private void rewind() {
        positions.putAll(seeks);
        delivered.putAll(seeks);
        seeks.clear();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs;
    }

    /** In how many milliseconds the task wants its next put; -1 if it did not say. */
    long timeout() {
        return timeout;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return positions.keySet();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return reporter.orElse(null);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return metrics;
    }

    /** How many partitions another task took from this one. */
    long fenced() {
        return metrics.value("partitions-fenced-total") instanceof Long partitions ? partitions : 0;
    }

    /** A metric's value now. */
    Object metric(String name) {
        return metrics.value(name);
    }
}
