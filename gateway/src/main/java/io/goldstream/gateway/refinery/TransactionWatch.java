package io.goldstream.gateway.refinery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What exactly-once asks of Kafka's transactions: that the brokers use their newer protocol, and that no transaction stays
 * open. Behind an open one, readers of committed records see nothing, and no consumer's own lag tells of it.
 */
final class TransactionWatch {

    private static final Logger LOG = Logger.getLogger(TransactionWatch.class);

    /** Kafka's feature, and its level from which a late message of an older transaction cannot join a newer one (KIP-890). */
    private static final String FEATURE = "transaction.version";

    private static final int SAFE_LEVEL = 2;

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final long PATIENCE_MILLIS = 5_000;

    private final Set<String> topics;
    private final RefineryMetrics metrics;
    private final Clock clock;
    private final Map<TopicPartition, Open> open = new HashMap<>();
    private Instant next = Instant.MIN;
    private int level = -1;

    /** A stable offset that stands before the log's end, and since when it is seen there. */
    private record Open(long stable, Instant since) {}

    /** @param topics that the refinery reads or writes */
    TransactionWatch(Set<String> topics, RefineryMetrics metrics, Clock clock) {
        this.topics = topics;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Looks, no more often than every few seconds. Where Kafka does not answer, what was seen before stands. */
    void look(Admin admin) throws InterruptedException {
        if (clock.instant().isBefore(next)) {
            return;
        }
        next = clock.instant().plus(EVERY);
        try {
            lookAtLevel(admin);
            lookAtOffsets(admin);
        } catch (ExecutionException | TimeoutException noAnswer) {
            LOG.debug("Kafka's transactions are not known", noAnswer);
        }
    }

    private void lookAtLevel(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        FinalizedVersionRange finalized = get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get(FEATURE);
        int found = finalized == null ? 0 : finalized.maxVersionLevel();
        metrics.transactionVersion(found);
        if (found == level) {
            return;
        }
        level = found;
        if (found < SAFE_LEVEL) {
            LOG.warnf(
                    "Kafka's feature %s is at level %d. Below %d, a delayed message can split a transaction or keep it open."
                            + " Raise it: kafka-features.sh upgrade --feature %s=%d",
                    FEATURE, found, SAFE_LEVEL, FEATURE, SAFE_LEVEL);
        } else {
            LOG.infof("Kafka's feature %s is at level %d", FEATURE, found);
        }
    }

    private void lookAtOffsets(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic :
                get(admin.describeTopics(topics).allTopicNames()).values()) {
            topic.partitions()
                    .forEach(partition ->
                            asked.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        // The stable offsets first: what ends meanwhile moves them, and is seen next time.
        Map<TopicPartition, ListOffsetsResultInfo> stable =
                get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                get(admin.listOffsets(asked).all());
        Instant now = clock.instant();
        Map<String, Duration> ages = new HashMap<>();
        topics.forEach(topic -> ages.put(topic, Duration.ZERO));
        ends.forEach((partition, end) -> {
            long reached = stable.get(partition).offset();
            Open before = open.remove(partition);
            if (reached < end.offset()) {
                Open seen = before != null && before.stable() == reached ? before : new Open(reached, now);
                open.put(partition, seen);
                ages.merge(
                        partition.topic(),
                        Duration.between(seen.since(), now),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        });
        ages.forEach(metrics::transactionAge);
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
