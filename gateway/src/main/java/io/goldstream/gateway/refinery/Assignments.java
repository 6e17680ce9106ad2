package io.goldstream.gateway.refinery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What the group has assigned to this member. A partition that comes is read from further back, for its dedupe window;
 * one that goes is forgotten; one that stays is not touched (rebalances are cooperative).
 */
final class Assignments implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignments.class);

    private final Consumer<byte[], byte[]> consumer;
    private final DedupeWindows windows;
    private final RawTopicIds topicIds;
    private final Runnable beforeChange;
    private final java.util.function.Consumer<Collection<TopicPartition>> beforeRevoked;
    private final Runnable whenLost;
    private final RefineryMetrics metrics;
    private final boolean isExcused;
    private final Set<TopicPartition> rebuilding = new HashSet<>();

    private boolean isMember;
    private boolean hasEnded;

    /**
     * @param beforeChange run while the partitions that go are still ours, and before what is asked of Kafka about those
     *     that come, which may take long
     * @param beforeRevoked given the partitions that go, after that
     * @param whenLost run where they went without asking
     * @param isExcused whether the last session ended for a reason that no record can have
     */
    Assignments(
            Consumer<byte[], byte[]> consumer,
            DedupeWindows windows,
            RawTopicIds topicIds,
            Runnable beforeChange,
            java.util.function.Consumer<Collection<TopicPartition>> beforeRevoked,
            Runnable whenLost,
            boolean isExcused,
            RefineryMetrics metrics) {
        this.consumer = consumer;
        this.windows = windows;
        this.topicIds = topicIds;
        this.beforeChange = beforeChange;
        this.beforeRevoked = beforeRevoked;
        this.whenLost = whenLost;
        this.isExcused = isExcused;
        this.metrics = metrics;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        isMember = true;
        beforeChange.run();
        topicIds.learn(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.get(partition);
            OffsetAndMetadata next = committed.get(partition);
            long resumeAt = next == null ? beginning : next.offset();
            if (resumeAt > ends.get(partition)) {
                throw new IllegalStateException(partition + " ends at " + ends.get(partition)
                        + ", but was refined up to " + resumeAt
                        + ": the topic was truncated, or deleted and created again. Stop the refinery, and reset its"
                        + " consumer group's offset with kafka-consumer-groups --reset-offsets: --to-earliest if the topic"
                        + " is new, --to-latest if it was truncated");
            }
            if (resumeAt < beginning) {
                LOG.errorf(
                        "%s begins at %d, but was refined only up to %d: the records between are no longer in Kafka."
                                + " Refine those that have landed with: goldstream reprocess --missing",
                        partition, beginning, resumeAt);
                metrics.expired(beginning - resumeAt);
            }
            CrashIsolation isolation = CrashIsolation.of(resumeAt, next, isExcused);
            consumer.seek(partition, windows.open(partition, resumeAt, beginning, isolation));
            rebuilding.add(partition);
        }
        LOG.infof("newly assigned: %s", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (hasEnded) {
            return;
        }
        beforeChange.run();
        beforeRevoked.accept(partitions);
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (hasEnded) {
            return;
        }
        isMember = false;
        whenLost.run();
        forget(partitions);
    }

    /** From now on partitions go without a word: a consumer that is closed gives up what it has. */
    void end() {
        hasEnded = true;
    }

    private void forget(Collection<TopicPartition> partitions) {
        windows.close(partitions);
        rebuilding.removeAll(partitions);
    }

    /** Whether the group has said what is ours, be it nothing, and every dedupe window is whole. */
    boolean areSettled() {
        rebuilding.removeIf(partition ->
                consumer.position(partition) >= windows.of(partition).resumeAt());
        return isMember && rebuilding.isEmpty();
    }

    /** Up to where each partition is refined. To be asked between two transactions. */
    Map<TopicPartition, Long> reached() {
        Map<TopicPartition, Long> reached = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            if (assigned != null) {
                reached.put(partition, Math.max(assigned.resumeAt(), consumer.position(partition)));
            }
        }
        return reached;
    }

    /** How many partitions each topic has, as Kafka's clients know it. */
    int partitions(String topic) {
        return consumer.partitionsFor(topic).size();
    }

    /** Whether everything is read that Kafka is known to have of every partition that is ours. */
    boolean areCaughtUp() {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).equals(OptionalLong.of(0)));
    }

    /** Whether all partitions are ours, and everything before these offsets is read. */
    boolean arePast(Map<TopicPartition, Long> marks) {
        return marks.entrySet().stream()
                .allMatch(mark -> consumer.assignment().contains(mark.getKey())
                        && consumer.position(mark.getKey()) >= mark.getValue());
    }
}
