package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One session of the consumer and the producer: poll, refine, commit, until something fails or it is told to stop.
 *
 * <p>A few records are polled at once, so that they are still in the processor's caches when they are refined; a
 * transaction takes in polls until it has as many records as it may, or there is nothing to poll. Its bronze, silver and
 * quarantine records and its offsets become visible together, or not at all. The offsets carry the group's generation, so
 * the transaction of a member that the group has given up, or whose group is being assigned anew, fails, too (Kafka's
 * consume-transform-produce, KIP-447); and a partition is not given up before the transaction that reads it is committed.
 * There is no handling of single errors: the session ends, and the transaction with it.
 */
final class ConsumerLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, EventType> topics;
    private final DedupeWindows windows;
    private final RawTopicIds topicIds;
    private final TransactionalWriter writer;
    private final int maxRecords;
    private final RefineryLag lag;
    private final RefineryMetrics metrics;
    private final KeyPlacement placement;
    private final Consumer<byte[], byte[]> consumer;
    private final Assignments assignments;
    private final KafkaClientMetrics consumerMetrics;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

    /** The one in hand, which refines up to {@link #offsets}; null between two. */
    private TransactionalWriter.Transaction transaction;

    private volatile boolean hasJoined;
    private volatile boolean isSettled;
    private volatile boolean isProven;
    private volatile boolean isStopping;
    private volatile boolean isToBeAssignedAnew;

    /**
     * @param topics the raw topics to read, and the type of each one's events
     * @param topicIds is closed with it
     * @param maxRecords of a transaction; the last poll may bring some more
     * @param isExcused whether the session before it ended for a reason that no record can have
     */
    ConsumerLoop(
            Map<String, EventType> topics,
            Consumer<byte[], byte[]> consumer,
            DedupeWindows windows,
            RawTopicIds topicIds,
            TransactionalWriter writer,
            int maxRecords,
            boolean isExcused,
            RefineryLag lag,
            RefineryMetrics metrics) {
        this.topics = topics;
        this.consumer = consumer;
        this.windows = windows;
        this.topicIds = topicIds;
        this.writer = writer;
        this.maxRecords = maxRecords;
        this.lag = lag;
        this.metrics = metrics;
        this.assignments = new Assignments(
                consumer, windows, topicIds, this::commit, this::release, this::abandon, isExcused, metrics);
        this.placement = new KeyPlacement(assignments::partitions, metrics);
        this.consumerMetrics = new KafkaClientMetrics(consumer);
        consumerMetrics.bindTo(metrics.registry());
    }

    /** Whether Kafka has taken its producer, so that {@link #stop} ends it; before, that takes an interrupt. */
    boolean hasJoined() {
        return hasJoined;
    }

    /** Whether the group has said what is ours, and every dedupe window is whole. */
    boolean isSettled() {
        return isSettled;
    }

    /** Whether it has committed what it has refined, or found nothing to refine. */
    boolean isProven() {
        return isProven;
    }

    /** Ends {@link #run} after the transaction in hand. May be called from any thread. */
    void stop() {
        isStopping = true;
        consumer.wakeup();
    }

    /** Has the group assign all its partitions anew, once the transaction in hand is over. May be called from any thread. */
    void assignAnew() {
        isToBeAssignedAnew = true;
    }

    /** Returns when stopped; throws whatever ended it. */
    void run() {
        join();
        while (!isStopping) {
            step();
        }
        commit();
        release(consumer.assignment());
    }

    /** Returns when all before these offsets is refined, or when stopped; throws whatever ended it. */
    void runTo(Map<TopicPartition, Long> ends) {
        join();
        while (!isStopping && !(isSettled && assignments.arePast(ends))) {
            step();
        }
        commit();
    }

    private void join() {
        writer.open();
        consumer.subscribe(topics.keySet(), assignments);
        hasJoined = true;
        LOG.infof("refining %s", topics.keySet());
    }

    private void step() {
        ConsumerRecords<byte[], byte[]> batch = poll(transaction == null ? POLL : Duration.ZERO);
        if (!batch.isEmpty()) {
            refine(batch);
        }
        if (transaction != null && (batch.isEmpty() || transaction.records() >= maxRecords)) {
            commit();
        }
        if (transaction == null) {
            settle();
            if (isToBeAssignedAnew) {
                isToBeAssignedAnew = false;
                consumer.enforceRebalance("partitions are assigned to nobody");
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        try {
            return consumer.poll(patience);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (InvalidOffsetException e) {
            commit(); // Kafka may not have again what is in hand
            throw e;
        }
    }

    private void refine(ConsumerRecords<byte[], byte[]> batch) {
        begin(batch);
        for (TopicPartition partition : batch.partitions()) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            boolean isCareful = assigned.isolation().isCareful() && hasNew(batch, partition);
            if (isCareful) {
                commit(); // so that what fails has failed at this partition
                if (!assigned.isolation().hasBegun()) {
                    writer.commit(Map.of(partition, assigned.isolation().begin()), consumer.groupMetadata());
                }
            }
            refine(partition, assigned, batch);
            if (isCareful) {
                commit();
            }
        }
        placement.commit();
    }

    /** Says of the partitions that are seen for the first time, and need no care, that they are tried. */
    private void begin(ConsumerRecords<byte[], byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> tried = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            CrashIsolation isolation = windows.of(partition).isolation();
            if (!isolation.hasBegun() && !isolation.isCareful() && hasNew(batch, partition)) {
                tried.put(partition, isolation.begin());
            }
        }
        if (!tried.isEmpty()) {
            commit();
            writer.commit(tried, consumer.groupMetadata());
        }
    }

    private boolean hasNew(ConsumerRecords<byte[], byte[]> batch, TopicPartition partition) {
        return !windows.of(partition)
                .isRefined(batch.records(partition).getLast().offset());
    }

    private void refine(
            TopicPartition partition, DedupeWindows.Assigned assigned, ConsumerRecords<byte[], byte[]> batch) {
        CrashIsolation isolation = assigned.isolation();
        EventType type = topics.get(partition.topic());
        String topicId = topicIds.of(partition.topic());
        int bound = isolation.isCareful() ? isolation.records() : Integer.MAX_VALUE;
        int refined = 0;
        for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
            boolean isNew = !assigned.isRefined(record.offset());
            if (isNew && transaction != null && (refined >= bound || transaction.isOld())) {
                offsets.put(partition, new OffsetAndMetadata(record.offset()));
                commit();
                bound = isolation.isCareful() ? isolation.records() : Integer.MAX_VALUE;
                refined = 0;
            }
            if (transaction == null) {
                transaction = writer.begin();
            }
            RawRecord raw = RawRecord.of(type, topicId, record);
            if (!isNew) {
                transaction.remember(raw, assigned.window(), isolation.isUnread(record.offset()));
                continue;
            }
            placement.count(record);
            refined++;
            if (transaction.refine(raw, assigned.window(), isolation.isTheNextToBeSetAside())) {
                isolation.setAside(record.offset());
            }
        }
        // The consumer's own next position: with the gaps that transaction markers leave.
        OffsetAndMetadata next = batch.nextOffsets().get(partition);
        if (!assigned.isRefined(next.offset() - 1)) {
            offsets.put(partition, next);
        }
    }

    /** Commits what is in hand. Also called within a poll, when partitions come or go. */
    private void commit() {
        if (transaction == null) {
            return;
        }
        if (!offsets.isEmpty()) {
            topicIds.confirm();
        }
        offsets.replaceAll((partition, next) ->
                windows.of(partition).isolation().commit(next, windows.reachesBackTo(next.offset())));
        transaction.commit(offsets, consumer.groupMetadata());
        isProven |= !offsets.isEmpty(); // one that only reads dedupe windows again proves nothing
        transaction = null;
        offsets.clear();
        metrics.cut(windows.takeCut());
    }

    /** Between two transactions, partitions go without a fault: what was said of them is taken back. */
    private void release(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> released = new HashMap<>();
        for (TopicPartition partition : partitions) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            OffsetAndMetadata offset =
                    assigned == null ? null : assigned.isolation().release();
            if (offset != null) {
                released.put(partition, offset);
            }
        }
        if (!released.isEmpty()) {
            writer.commit(released, consumer.groupMetadata());
        }
    }

    /** Ends what is in hand once its partitions are no longer ours: whose they are refines it. */
    private void abandon() {
        if (transaction != null) {
            TransactionalWriter.Transaction lost = transaction;
            transaction = null;
            offsets.clear();
            lost.abort();
        }
    }

    private void settle() {
        isSettled = assignments.areSettled();
        lag.reached(assignments.reached());
        isProven |= isSettled && assignments.areCaughtUp();
    }

    /**
     * One that was stopped leaves the group, and others go on at once. One that failed stays a member, by its instance's
     * name: the next session has the same partitions, and nobody else is disturbed.
     */
    @Override
    public void close() {
        consumerMetrics.close();
        assignments.end();
        topicIds.close();
        if (transaction != null) {
            transaction.close();
        }
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
