package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One life of the consumer and the producer: poll, refine, commit, until something fails or it is told to stop.
 *
 * <p>Each batch is one transaction: its bronze, silver and quarantine records and its offsets become visible together,
 * or not at all (Kafka's consume-transform-produce, KIP-447). There is no handling of single errors: the session ends,
 * and the transaction with it.
 */
final class RefinerySession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RefinerySession.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, EventType> topics;
    private final Refiner refiner;
    private final DedupeWindows windows;
    private final Rows rows;
    private final RefineryMetrics metrics;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final KafkaClientMetrics producerMetrics;
    private final KafkaClientMetrics consumerMetrics;

    private volatile boolean reading;
    private volatile boolean stopping;

    /**
     * @param topics the raw topics to read, and the type of each one's events
     */
    RefinerySession(
            Map<String, EventType> topics,
            RefineryClients clients,
            Refiner refiner,
            DedupeWindows windows,
            Rows rows,
            RefineryMetrics metrics) {
        this.topics = topics;
        this.refiner = refiner;
        this.windows = windows;
        this.rows = rows;
        this.metrics = metrics;
        this.producer = clients.producer();
        this.consumer = clients.consumer();
        this.producerMetrics = new KafkaClientMetrics(producer);
        this.consumerMetrics = new KafkaClientMetrics(consumer);
        producerMetrics.bindTo(metrics.registry());
        consumerMetrics.bindTo(metrics.registry());
    }

    boolean isReading() {
        return reading;
    }

    /** Ends {@link #run} after the batch in hand. May be called from any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** Returns when stopped; throws whatever ended it. */
    void run() {
        producer.initTransactions(); // fences an older self, and ends what it left open
        consumer.subscribe(topics.keySet(), new Assignments());
        LOG.infof("refining %s", topics.keySet());
        while (!stopping) {
            ConsumerRecords<byte[], byte[]> batch = poll();
            reading = true;
            if (!batch.isEmpty()) {
                refine(batch);
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }

    private void refine(ConsumerRecords<byte[], byte[]> batch) {
        RefineryMetrics.Tally tally = metrics.tally();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (TopicPartition partition : batch.partitions()) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            EventType type = topics.get(partition.topic());
            for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
                RawRecord raw = RawRecord.of(type, record);
                Refinement refinement = Refinement.of(raw, refiner, assigned.window(), rows);
                if (!assigned.isRefined(raw.offset())) {
                    send(raw, refinement);
                    tally.count(type, refinement.outcome());
                }
            }
            // The consumer's own next position: with the gaps that transaction markers leave.
            OffsetAndMetadata next = batch.nextOffsets().get(partition);
            if (!assigned.isRefined(next.offset() - 1)) {
                offsets.put(partition, next);
            }
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction(); // fails if any send failed
        tally.committed();
        metrics.cut(windows.takeCut());
    }

    /** The raw record's timestamp goes with every row, so that a rerun files it under the same date. */
    private void send(RawRecord raw, Refinement refinement) {
        for (Refinement.Row row : refinement.rows()) {
            producer.send(
                    new ProducerRecord<>(row.topic(), null, raw.timestampMillis(), refinement.key(), row.value()));
        }
    }

    /** A partition that comes is read from further back, for its dedupe window; one that goes is forgotten. */
    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long resumeAt = consumer.position(partition);
                long beginning = beginnings.get(partition);
                if (resumeAt > ends.get(partition)) {
                    throw new IllegalStateException(partition + " ends at " + ends.get(partition)
                            + ", but was refined up"
                            + " to " + resumeAt + ": the topic was truncated or made anew. Stop the refinery, and reset"
                            + " its consumer group's offset with kafka-consumer-groups --reset-offsets");
                }
                if (resumeAt < beginning) {
                    LOG.errorf(
                            "%s begins at %d, but was refined only up to %d: what lies between is gone from Kafka",
                            partition, beginning, resumeAt);
                    metrics.expired(beginning - resumeAt);
                }
                consumer.seek(partition, windows.open(partition, resumeAt, beginning));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            windows.close(partitions);
        }
    }

    @Override
    public void close() {
        reading = false;
        producerMetrics.close();
        consumerMetrics.close();
        // The producer first: closing it aborts what is open, before the group hands the partitions on.
        try {
            producer.close(CLOSE);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }
}
