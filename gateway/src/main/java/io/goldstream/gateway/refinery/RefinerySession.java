package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One life of the consumer and the producer: poll, refine, commit, until something fails or it is told to stop.
 *
 * <p>Each batch is one transaction: its bronze, silver and quarantine records and its offsets become visible together,
 * or not at all. The offsets carry the group's generation, so the transaction of a member that the group has given up
 * fails, too (Kafka's consume-transform-produce, KIP-447). There is no handling of single errors: the session ends, and
 * the transaction with it.
 */
final class RefinerySession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RefinerySession.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, EventType> topics;
    private final DedupeWindows windows;
    private final RefineryWriter writer;
    private final RefineryMetrics metrics;
    private final Consumer<byte[], byte[]> consumer;
    private final Assignments assignments;
    private final KafkaClientMetrics consumerMetrics;

    private volatile boolean isSettled;
    private volatile boolean isProven;
    private volatile boolean isStopping;

    /**
     * @param topics the raw topics to read, and the type of each one's events
     */
    RefinerySession(
            Map<String, EventType> topics,
            Consumer<byte[], byte[]> consumer,
            DedupeWindows windows,
            RefineryWriter writer,
            RefineryMetrics metrics) {
        this.topics = topics;
        this.consumer = consumer;
        this.windows = windows;
        this.writer = writer;
        this.metrics = metrics;
        this.assignments = new Assignments(consumer, windows, metrics);
        this.consumerMetrics = new KafkaClientMetrics(consumer);
        consumerMetrics.bindTo(metrics.registry());
    }

    /** Whether the group has said what is ours, and every dedupe window is whole. */
    boolean isSettled() {
        return isSettled;
    }

    /** Whether it has committed a transaction, or found nothing to commit. */
    boolean isProven() {
        return isProven;
    }

    /** Ends {@link #run} after the batch in hand. May be called from any thread. */
    void stop() {
        isStopping = true;
        consumer.wakeup();
    }

    /** Returns when stopped; throws whatever ended it. */
    void run() {
        join();
        while (!isStopping) {
            step();
        }
    }

    /** Returns when all before these offsets is refined, or when stopped; throws whatever ended it. */
    void runTo(Map<TopicPartition, Long> ends) {
        join();
        while (!isStopping && !(isSettled && assignments.arePast(ends))) {
            step();
        }
    }

    private void join() {
        writer.open();
        consumer.subscribe(topics.keySet(), assignments);
        LOG.infof("refining %s", topics.keySet());
    }

    private void step() {
        ConsumerRecords<byte[], byte[]> batch = poll();
        if (!batch.isEmpty()) {
            writer.transact(tally -> refine(batch, tally), consumer::groupMetadata);
            metrics.cut(windows.takeCut());
            isProven = true;
        }
        isSettled = assignments.areSettled();
        Map<String, Long> lags = assignments.lags();
        topics.keySet().forEach(topic -> metrics.lag(topic, lags.getOrDefault(topic, 0L)));
        isProven |= isSettled && lags.values().stream().allMatch(lag -> lag == 0);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> refine(
            ConsumerRecords<byte[], byte[]> batch, RefineryMetrics.Tally tally) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            EventType type = topics.get(partition.topic());
            for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
                RawRecord raw = RawRecord.of(type, record);
                writer.refine(raw, assigned.window(), !assigned.isRefined(raw.offset()), tally);
            }
            // The consumer's own next position: with the gaps that transaction markers leave.
            OffsetAndMetadata next = batch.nextOffsets().get(partition);
            if (!assigned.isRefined(next.offset() - 1)) {
                offsets.put(partition, next);
            }
        }
        return offsets;
    }

    /**
     * One that was stopped leaves the group, and others go on at once. One that failed stays a member, by its instance's
     * name: the next session has the same partitions, and nobody else is disturbed.
     */
    @Override
    public void close() {
        consumerMetrics.close();
        // The writer first: closing it aborts what is open, before the group hands the partitions on.
        try {
            writer.close();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(
                            isStopping
                                    ? GroupMembershipOperation.LEAVE_GROUP
                                    : GroupMembershipOperation.REMAIN_IN_GROUP));
        }
    }
}
